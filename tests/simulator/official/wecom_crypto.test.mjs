// The official @wecom/crypto package as the receiver of the simulator's callbacks.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { startSimulator } from './simulator.mjs';

const token = 'QDG6eK';
const aesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
let simulator;
let receiver;
let heard = [];
let answer = () => null; // the plain reply to a message, or null for an empty 200

function open(query, encrypted) {
  const signature = getSignature(token, query.get('timestamp'), query.get('nonce'), encrypted);
  assert.equal(signature, query.get('msg_signature'));
  const { message, id } = decrypt(aesKey, encrypted);
  assert.equal(id, '', 'the receiver of a bot is empty');
  return message;
}

function seal(message, nonce) {
  const encrypted = encrypt(aesKey, JSON.stringify(message), '');
  const timestamp = Math.floor(Date.now() / 1000);
  return { encrypt: encrypted, msgsignature: getSignature(token, String(timestamp), nonce, encrypted), timestamp, nonce };
}

async function receive(request, response) {
  const query = new URL(request.url, 'http://localhost').searchParams;
  if (request.method === 'GET') return response.end(open(query, query.get('echostr')));
  let body = '';
  for await (const chunk of request) body += chunk;
  const message = JSON.parse(open(query, JSON.parse(body).encrypt));
  heard.push(message);
  const reply = answer(message);
  return response.end(reply ? JSON.stringify(seal(reply, query.get('nonce'))) : '');
}

before(async () => {
  simulator = await startSimulator();
  receiver = createServer((request, response) =>
    receive(request, response).catch((error) => response.writeHead(500).end(String(error))));
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${receiver.address().port}/wecom`;
  await simulator.order('/add', { kind: 'wecom_bot', name: '通报助手', bot_id: 'AIB1', url, token, aes_key: aesKey, poll_interval_ms: 1 });
});

after(() => {
  receiver.close();
  simulator.stop();
});

test('the URL check passes', async () => {
  assert.deepEqual(await simulator.order('/check_url', { bot: '通报助手' }), { fault: '' });
});

test('a message typed in a group is verified and decrypted', async () => {
  heard = [];
  const result = await simulator.order('/speak', { bot: '通报助手', user: 'zhangsan', text: '帮助', group: 'wrAbc' });
  assert.equal(result.status, 200);
  assert.equal(heard[0].text.content, '@通报助手 帮助');
  assert.equal(heard[0].msgid, result.message_id);
});

test('a passive reply is decrypted by the simulator', async () => {
  answer = () => ({ msgtype: 'stream', stream: { id: 's1', finish: true, content: '可用命令：查排行' } });
  const result = await simulator.order('/speak', { bot: '通报助手', user: 'zhangsan', text: '帮助' });
  assert.equal(result.fault, '');
  assert.equal(result.reply, '可用命令：查排行');
});

test('an unfinished stream is polled until it ends', async () => {
  answer = (message) => message.msgtype === 'stream'
    ? { msgtype: 'stream', stream: { id: 's1', finish: true, content: '全文' } }
    : { msgtype: 'stream', stream: { id: 's1', finish: false, content: '全' } };
  const result = await simulator.order('/speak', { bot: '通报助手', user: 'zhangsan', text: '帮助' });
  assert.equal(result.reply, '全文');
});

test('a forged signature fails the official check', async () => {
  const result = await simulator.order('/speak', { bot: '通报助手', user: 'zhangsan', text: 'x', forgery: 'signature' });
  assert.equal(result.status, 500);
});
