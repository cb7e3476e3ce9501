import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** A socket to the server that a URL names, encrypted where its `sslmode` asks for that. Rejects within 10 s. */
export async function dial(url: URL): Promise<Socket> {
  const host = decodeURIComponent(url.hostname) || 'localhost';
  const port = Number(url.port || '5432');
  const folder = url.searchParams.get('host');
  const socket = folder?.startsWith('/') ? connect(`${folder}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setNoDelay(true);
  socket.setTimeout(10_000, () => socket.destroy(new Error(`No answer from ${host}:${port} within 10 s.`)));
  await once(socket, 'connect');
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  const secured = mode === 'disable' || mode === 'allow' ? socket : await secure(socket, host, mode);
  secured.setTimeout(0);
  socket.setTimeout(0);
  return secured;
}

/** The number that asks for TLS in place of a protocol version. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

async function secure(socket: Socket, host: string, mode: string): Promise<Socket> {
  socket.write(SSL_REQUEST);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer.toString('latin1') !== 'S') {
    if (mode === 'prefer') return socket;
    socket.destroy();
    throw new Error(`sslmode=${mode} asks for TLS, and the server has none.`);
  }
  // An address is no server name (RFC 6066); it is still compared with the certificate.
  const name = isIP(host) === 0 ? { servername: host } : {};
  const secured = connectSecurely({ socket, host, ...name, rejectUnauthorized: mode.startsWith('verify') });
  await once(secured, 'secureConnect');
  return secured;
}
