// The official @wecom/aibot-node-sdk package on the simulator's long connection.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import sdk from '@wecom/aibot-node-sdk';
import { startSimulator } from './simulator.mjs';

const { WSClient } = sdk;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const bot = '通报助手';
let simulator;
let client;

function newClient(secret = 's3cret') {
  const made = new WSClient({
    botId: 'AIB1', secret, wsUrl: simulator.baseUrl.replace('https', 'wss'), logger: quiet,
    wsOptions: { ca: simulator.ca },
    maxReconnectAttempts: 0, maxAuthFailureAttempts: 0,
  });
  made.on('error', () => {});
  return made;
}

async function hear(order) {
  const message = once(client, 'message');
  await simulator.order('/speak', { bot, user: 'zhangsan', text: '帮助', ...order });
  return (await message)[0];
}

before(async () => {
  simulator = await startSimulator();
  await simulator.order('/add', { kind: 'wecom_bot', name: bot, bot_id: 'AIB1', secret: 's3cret', eviction_delay_ms: 1 });
  client = newClient();
  const authenticated = once(client, 'authenticated');
  client.connect();
  await authenticated;
});

after(() => {
  client.disconnect();
  simulator.stop();
});

test('a wrong secret fails to authenticate', async () => {
  const stranger = newClient('wrong');
  const failure = once(stranger, 'error');
  stranger.connect();
  assert.match(String((await failure)[0].message), /853000/);
  stranger.disconnect();
});

test('hears what is typed in a group and replies with a stream', async () => {
  const frame = await hear({ group: 'wrAbc' });
  assert.equal(frame.body.text.content, '@通报助手 帮助');
  assert.equal((await client.replyStream(frame, 's1', '可用', false)).errcode, 0);
  assert.equal((await client.replyStream(frame, 's1', '可用命令', true)).errcode, 0);
  const received = await simulator.order('/received', { target: bot });
  assert.equal(received.at(-1).content, '可用命令');
});

test('pushes to a conversation that has spoken only', async () => {
  await hear({ group: 'wrSpoken' });
  const body = { msgtype: 'markdown', markdown: { content: '通报' } };
  assert.equal((await client.sendMessage('wrSpoken', body)).errcode, 0);
  await assert.rejects(client.sendMessage('wrOther', body), (ack) => ack.errcode === 93006);
});

test('reads frames that hold raw control characters', async () => {
  await simulator.order('/long_connection', { bot, event: 'add_control_characters' });
  const frame = await hear({});
  assert.equal(frame.body.text.content, '帮助');
});

test('is told when a newer connection takes its place', async () => {
  const told = once(client, 'event.disconnected_event');
  const newer = newClient();
  newer.connect();
  await told;
  client = newer;
});
