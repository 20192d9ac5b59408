// A small OpenID Connect issuer, for the flows that sign in through one. Whoever types a name is that person.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const CLIENT = 'valorize-e2e';

interface Asked {
  challenge: string;
  redirect: string;
  nonce: string;
  person: string;
}

/** Runs it at the address the server was given, for as long as the flows run. */
export default async function start(): Promise<(() => Promise<void>) | undefined> {
  const address = process.env['VALORIZE_SYNC_ISSUER'];
  if (!address) return undefined;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  // A server that outlives these flows asks for the keys of the next ones by their name.
  const kid = randomUUID();
  const codes = new Map<string, Asked>();
  const at = new URL(address);

  const token = (asked: Asked): string => {
    const now = Math.floor(Date.now() / 1_000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const said = [
      part({ alg: 'EdDSA', kid, typ: 'JWT' }),
      part({
        iss: address,
        aud: CLIENT,
        sub: asked.person,
        nonce: asked.nonce,
        iat: now,
        exp: now + 300,
        email: asked.person,
        email_verified: true,
      }),
    ].join('.');
    return `${said}.${sign(null, Buffer.from(said), privateKey).toString('base64url')}`;
  };

  const answers: Record<string, (request: IncomingMessage, url: URL, response: ServerResponse) => void> = {
    '/.well-known/openid-configuration': (_, __, response) =>
      json(response, {
        issuer: address,
        jwks_uri: `${address}/keys`,
        authorization_endpoint: `${address}/authorize`,
        token_endpoint: `${address}/token`,
      }),
    '/keys': (_, __, response) =>
      json(response, {
        keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'EdDSA', use: 'sig', kid }],
      }),
    '/authorize': (_, url, response) => {
      const kept = [...url.searchParams].map(
        ([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('"', '&quot;')}">`,
      );
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><title>Sign in</title><form action="${at.pathname}/continue">${kept.join('')}
         <label>Name <input name="person"></label> <button>Continue</button></form>`,
      );
    },
    '/continue': (_, url, response) => {
      const said = (name: string) => url.searchParams.get(name) ?? '';
      const code = randomUUID();
      codes.set(code, {
        challenge: said('code_challenge'),
        redirect: said('redirect_uri'),
        nonce: said('nonce'),
        person: said('person'),
      });
      const back = new URL(said('redirect_uri'));
      back.searchParams.set('code', code);
      back.searchParams.set('state', said('state'));
      response.writeHead(302, { location: back.href }).end();
    },
    '/token': (request, _, response) =>
      void body(request).then(text => {
        const form = new URLSearchParams(text);
        const code = form.get('code') ?? '';
        const asked = codes.get(code);
        codes.delete(code);
        const challenge = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (!asked || asked.challenge !== challenge || asked.redirect !== form.get('redirect_uri')) {
          response.statusCode = 400;
          return json(response, { error: 'invalid_grant' });
        }
        return json(response, { token_type: 'Bearer', id_token: token(asked) });
      }),
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', address);
    const answer = answers[url.pathname.slice(at.pathname.length)];
    if (answer) answer(request, url, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>(done => {
    server.listen(Number(at.port), at.hostname, done);
  });
  return () =>
    new Promise(done => {
      server.close(() => done());
      server.closeAllConnections();
    });
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}

async function body(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
