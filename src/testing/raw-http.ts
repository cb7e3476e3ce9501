import { connect } from 'node:net';

/** Sends raw bytes to a server, and resolves with everything that it sends until it hangs up. */
export function rawExchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
    socket.once('error', reject).once('close', () => resolve(answer));
    socket.write(bytes, 'latin1');
  });
}
