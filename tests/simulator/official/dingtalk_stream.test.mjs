// The official dingtalk-stream package as the client of the simulator's Stream gateway.
import assert from 'node:assert/strict';
import https from 'node:https';
import { after, before, test } from 'node:test';
import axios from 'axios';
import { startSimulator } from './simulator.mjs';

// The package knows one gateway only, so its call is turned towards the simulator.
let simulator;
axios.interceptors.request.use((config) => {
  config.url = config.url.replace('https://api.dingtalk.com', simulator.baseUrl);
  return config;
});
const { DWClient } = await import('dingtalk-stream');
const botTopic = '/v1.0/im/bot/messages/get';
const bot = '通报助手';
let client;

async function until(condition) {
  for (const end = Date.now() + 10_000; !(await condition()); ) {
    assert.ok(Date.now() < end, 'waited for 10 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

before(async () => {
  simulator = await startSimulator();
  https.globalAgent.options.ca = simulator.ca;
  // The package does not percent-encode its ticket, so this application gets plain ones.
  await simulator.order('/add', { kind: 'dingtalk_bot', name: bot, client_id: 'ding1', client_secret: 's', awkward_tickets: false });
  client = new DWClient({ clientId: 'ding1', clientSecret: 's', autoReconnect: false });
  client.sslopts.ca = simulator.ca;
});

after(() => {
  client.disconnect();
  simulator.stop();
});

test('connects, hears what is typed in a group and acknowledges it', async () => {
  const heard = [];
  client.registerCallbackListener(botTopic, (message) => {
    heard.push(JSON.parse(message.data));
    client.socketCallBackResponse(message.headers.messageId, null);
  });
  await client.connect();
  assert.ok(client.connected);
  const result = await simulator.order('/speak', { bot, user: 'staff0001', text: '帮助', group: 'cidAbc==' });
  assert.equal(result.status, 200, 'the code of the acknowledgement');
  assert.equal(heard[0].text.content.trim(), '帮助');
  assert.equal(heard[0].senderStaffId, 'staff0001');
  assert.equal(heard[0].conversationType, '2');
});

test('gives the data of a ping back', async () => {
  const answer = await simulator.order('/stream', { bot, event: 'ping' });
  assert.equal(answer.code, 200);
  assert.equal(JSON.parse(answer.data).opaque, answer.opaque);
});

test('is told to disconnect and is cut off', async () => {
  await simulator.order('/stream', { bot, event: 'disconnect', cut_after_ms: 1 });
  await until(() => client.socket.readyState === client.socket.CLOSED);
});

test('is refused with a wrong secret', async () => {
  const stranger = new DWClient({ clientId: 'ding1', clientSecret: 'x', autoReconnect: false });
  await assert.rejects(stranger.getEndpoint(), (error) => error.response.status === 401 && error.response.data.code === 'authFailed');
});
