import { connect } from 'node:net';
import { z } from 'zod';

/** The greeting of a NATS server to a client that connects. */
const GREETING = z.object({ server_name: z.string(), version: z.string(), jetstream: z.boolean().default(false) });
export type NatsAnswer = z.infer<typeof GREETING>;

const PATIENCE_MS = 2_000;

/** Connects once and reads the greeting. Returns the reason, as a string, if none comes within two seconds. */
export function askNats(host: string, port: number): Promise<NatsAnswer | string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: NatsAnswer | string) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE_MS, () => { end('no answer'); });
    socket.once('error', (error) => { end(error.message); });
    socket.once('close', () => { end('the connection was closed'); });
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('utf8');
      if (heard.includes('\n')) end(greetingIn(heard.slice(0, heard.indexOf('\n'))));
    });
  });
}

function greetingIn(line: string): NatsAnswer | string {
  try {
    return GREETING.parse(JSON.parse(line.replace(/^INFO /, '')));
  } catch {
    return 'it does not speak NATS';
  }
}
