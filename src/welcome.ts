import type { StartedGateway } from './compose';
import type { Config } from './config';

/** What is said when the gateway is ready: what runs where, and what to try. */
export function welcome(
  { databaseUrl, dataDir, mailCatcherPort, worker }: Config,
  { url, firstAdminKey, catchesMail }: StartedGateway,
): string {
  const facts: [string, string | undefined][] = [
    ['GraphQL', worker === 'only' ? 'off: this process only delivers' : `${url}/graphql`],
    ['Proof keys', `${url}/.well-known/jwks.json`],
    ['Database', databaseUrl === undefined ? `its own PostgreSQL, in ${dataDir}` : 'the one of DATABASE_URL'],
    [
      'Mail',
      mailCatcherPort === undefined
        ? undefined
        : `the mail catcher on port ${mailCatcherPort} keeps what is sent to it, in ${dataDir}/mails`,
    ],
    ['Sends', worker === 'off' || mailCatcherPort === undefined ? undefined : whereMailGoes(catchesMail)],
    ['Admin key', worker === 'only' ? undefined : aboutKey(firstAdminKey)],
  ];
  const lines = facts.filter(([, fact]) => fact).map(([name, fact]) => `  ${name.padEnd(12)}${fact}`);
  return [
    '',
    'Postern is ready.',
    '',
    ...lines,
    '',
    ...(worker === 'only' ? [] : tryIt(url, catchesMail, firstAdminKey)),
    'Ctrl-C stops it.',
    '',
    '',
  ].join('\n');
}

function whereMailGoes(catchesMail: boolean): string {
  return catchesMail
    ? 'to the mail catcher: nothing leaves this machine'
    : 'through the active connector, if there is one';
}

function aboutKey(firstAdminKey: string | undefined): string {
  return firstAdminKey
    ? `${firstAdminKey}\n              (shown this once only; keep it)`
    : 'the one you have; lost it? set one with POSTERN_ADMIN_KEY';
}

function tryIt(url: string, catchesMail: boolean, adminKey = '<admin key>'): string[] {
  const send =
    'mutation($i:SendVerificationCodeInput!){sendVerificationCode(input:$i){...on VerificationStarted{verification{id expiresAt}} ...on Failure{code message}}}';
  const variables = { i: { recipient: 'you@example.com', usage: 'SIGN_IN' } };
  const read = '{caughtMails(first:1){to subject}}';
  const readIt = ['', 'Then read the mail:', '', curl(url, { query: read }, ` -H 'authorization: Bearer ${adminKey}'`)];
  return ['Try it:', '', curl(url, { query: send, variables }), ...(catchesMail ? readIt : []), ''];
}

function curl(url: string, body: object, header = ''): string {
  return `  curl -s ${url}/graphql -H 'content-type: application/json'${header} -d '${JSON.stringify(body)}'`;
}
