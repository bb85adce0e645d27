// An OAuth2 server for the tests: oidc-provider over HTTPS on loopback, client credentials only.
//
// Environment: TLS_CERTIFICATE and TLS_KEY (PEM files), CLIENT_SECRET, TOKEN_SECONDS (lifetime of a token), AUDIENCE and SCOPE (what may be asked for).
// Prints its port in one line when it is ready, and ends when its standard input does.
//
// POST /token         the token endpoint, for the clients 'basic' and 'body', each with the authentication method of that name
// GET  /introspected  204 when the bearer token is good here and meant for AUDIENCE, else 401: what a reverse proxy asks
// GET  /count         how many tokens have been issued
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { errors, Provider } from 'oidc-provider';

const { TLS_CERTIFICATE, TLS_KEY, CLIENT_SECRET, TOKEN_SECONDS = '600', AUDIENCE, SCOPE } = process.env;

// Its notices go to standard output, where the port is expected.
console.info = console.log = () => {};

const client = (id, method) => ({
  client_id: id,
  client_secret: CLIENT_SECRET,
  token_endpoint_auth_method: method,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
});

const server = createServer({ cert: readFileSync(TLS_CERTIFICATE), key: readFileSync(TLS_KEY) });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`https://127.0.0.1:${port}`, {
    clients: [client('basic', 'client_secret_basic'), client('body', 'client_secret_post')],
    scopes: [SCOPE],
    ttl: { ClientCredentials: Number(TOKEN_SECONDS) },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        // Clients that know nothing of RFC 8707 name their audience in a parameter of that name.
        defaultResource: (context) => context.oidc.body?.audience,
        getResourceServerInfo: (_, resource) => {
          if (resource !== AUDIENCE) throw new errors.InvalidTarget();
          return { scope: SCOPE, audience: AUDIENCE, accessTokenTTL: Number(TOKEN_SECONDS), accessTokenFormat: 'opaque' };
        },
      },
    },
  });
  let issued = 0;
  provider.on('grant.success', () => { issued++; });

  const introspect = async (request) => {
    const [, value] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    const token = value && await provider.ClientCredentials.find(value);
    return token && !token.isExpired && token.aud === AUDIENCE && token.scope === SCOPE;
  };
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (request.url === '/introspected') response.writeHead(await introspect(request) ? 204 : 401).end();
    else if (request.url === '/count') response.end(String(issued));
    else await answer(request, response);
  });
  process.stdout.write(`${port}\n`);
});

process.stdin.resume().on('end', () => process.exit(0));
