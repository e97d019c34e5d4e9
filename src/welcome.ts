import type { Config } from './config';

/** What is said when the gateway is ready: what runs where, and what to try. */
export function welcome(
  { databaseUrl, dataDir, mailCatcherPort, worker }: Config,
  { url, firstAdminKey }: { url: string; firstAdminKey: string | undefined },
): string {
  const facts: [string, string | undefined][] = [
    ['GraphQL', worker === 'only' ? 'off: this process only delivers' : `${url}/graphql`],
    ['Proof keys', `${url}/.well-known/jwks.json`],
    ['Database', databaseUrl === undefined ? `its own PostgreSQL, in ${dataDir}` : 'the one of DATABASE_URL'],
    [
      'Mail',
      mailCatcherPort === undefined
        ? undefined
        : `the mail catcher on port ${mailCatcherPort} takes what is sent to it and delivers nothing`,
    ],
    ['Admin key', firstAdminKey && `${firstAdminKey}\n              (shown this once only; keep it)`],
  ];
  const lines = facts.filter(([, fact]) => fact).map(([name, fact]) => `  ${name.padEnd(12)}${fact}`);
  return ['', 'Postern is ready.', '', ...lines, '', ...(worker === 'only' ? [] : tryIt(url)), ''].join('\n');
}

function tryIt(url: string): string[] {
  const query =
    'mutation($i:SendVerificationCodeInput!){sendVerificationCode(input:$i){__typename ...on VerificationStarted{verification{id expiresAt}} ...on Failure{code message}}}';
  const body = JSON.stringify({ query, variables: { i: { recipient: 'you@example.com', usage: 'SIGN_IN' } } });
  return [
    'Try it:',
    '',
    `  curl -s ${url}/graphql -H 'content-type: application/json' -d '${body}'`,
    '',
    'Ctrl-C stops it.',
    '',
  ];
}
