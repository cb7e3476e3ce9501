import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { frontendMessage, zeroEnded } from './messages';

const OK = 0;
const CLEAR_TEXT = 3;
const MD5 = 5;
const SASL = 10;
const SASL_CONTINUE = 11;
const SASL_FINAL = 12;

/**
 * Answers what a server asks before it lets somebody in: nothing, the password, its MD5 or SCRAM-SHA-256 (RFC 5802, 7677).
 * Returns the function that takes each demand (its number and data) and gives the message to send, null where there is none.
 * It throws for a demand that it does not know and for a server that cannot prove that it knows the password itself.
 */
export function authenticator(user: string, password: string): (method: number, data: Buffer) => Buffer | null {
  const nonce = randomBytes(18).toString('base64');
  const clientFirst = `n=,r=${nonce}`;
  let expectedProof = '';
  return (method, data) => {
    switch (method) {
      case OK:
        return null;
      case CLEAR_TEXT:
        return frontendMessage('p', zeroEnded(password));
      case MD5:
        return frontendMessage('p', zeroEnded(`md5${md5(Buffer.concat([Buffer.from(md5(Buffer.from(password + user))), data.subarray(0, 4)]))}`));
      case SASL: {
        const first = Buffer.from(`n,,${clientFirst}`);
        const length = Buffer.alloc(4);
        length.writeInt32BE(first.length);
        return frontendMessage('p', Buffer.concat([zeroEnded('SCRAM-SHA-256'), length, first]));
      }
      case SASL_CONTINUE: {
        const { answer, serverProof } = scramAnswer(password, clientFirst, nonce, data.toString('utf8'));
        expectedProof = serverProof;
        return frontendMessage('p', Buffer.from(answer));
      }
      case SASL_FINAL:
        if (attribute(data.toString('utf8'), 'v') !== expectedProof) throw new Error('The server could not prove that it knows the password.');
        return null;
      default:
        throw new Error(`The server asks for a way of authentication that is not supported here (number ${method}).`);
    }
  };
}

function scramAnswer(password: string, clientFirst: string, nonce: string, serverFirst: string): { answer: string; serverProof: string } {
  const serverNonce = attribute(serverFirst, 'r');
  if (!serverNonce.startsWith(nonce)) throw new Error('The server answered to somebody else.');
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(attribute(serverFirst, 's'), 'base64'), Number(attribute(serverFirst, 'i')), 32, 'sha256');
  const clientKey = hmac(salted, 'Client Key');
  // `biws` is the base64 of `n,,`: no channel binding.
  const withoutProof = `c=biws,r=${serverNonce}`;
  const exchanged = `${clientFirst},${serverFirst},${withoutProof}`;
  const signature = hmac(createHash('sha256').update(clientKey).digest(), exchanged);
  const proof = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0));
  return {
    answer: `${withoutProof},p=${Buffer.from(proof).toString('base64')}`,
    serverProof: hmac(hmac(salted, 'Server Key'), exchanged).toString('base64'),
  };
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

function attribute(message: string, name: string): string {
  const found = message.split(',').find((part) => part.startsWith(`${name}=`));
  if (found === undefined) throw new Error(`The server's part of SCRAM lacks ${name}.`);
  return found.slice(2);
}
