import { z } from 'zod';
import { field } from '../../connector-kit/connector-field';
import {
  hasControlCharacter,
  isCertificateList,
  isGreetingName,
  isHeaderName,
  isHost,
  isHostName,
  isLoopback,
  isOwnHeader,
  isPlainAddress,
  isTokenUrl,
} from './smtp-values';

const text = (maximum = 1000) => z.string('Enter text.').max(maximum, `Enter at most ${maximum} characters.`);
const line = (maximum?: number) =>
  text(maximum).refine((value) => !hasControlCharacter(value), 'Enter a single line without control characters.');
const whole = (minimum: number, maximum: number) => {
  const message = `Enter a whole number from ${minimum} to ${maximum}.`;
  return z.number(message).int(message).min(minimum, message).max(maximum, message);
};
const address = () =>
  text().refine(isPlainAddress, 'Enter one plain e-mail address, such as no-reply@example.com, without a name.');

/** Lets a check of the whole run even when parts are wrong, so that all problems come at once. */
const isObject = ({ value }: { value: unknown }) => typeof value === 'object' && value !== null;

/** The name and value of each header field, so that an issue names the field it is about. */
const customHeaders = z
  .record(z.string(), line(), 'Enter a JSON object of header names and texts, such as {"X-Environment": "staging"}.')
  .superRefine(
    (headers, context) => {
      for (const name of Object.keys(headers)) {
        const message = !isHeaderName(name)
          ? 'Enter a header name of letters, digits and hyphens, without spaces or a colon.'
          : 'Remove this header: Postern or the mail server sets it.';
        if (!isHeaderName(name) || isOwnHeader(name)) context.addIssue({ code: 'custom', path: [name], message });
      }
    },
    { when: isObject },
  );

const server = {
  host: field(
    text().refine(isHost, 'Enter only a host name or IP address, such as smtp.example.com, without https:// and port.'),
    { label: 'Host', description: 'The outgoing mail server of your provider.', placeholder: 'smtp.example.com' },
  ),
  port: field(whole(1, 65535).default(587), {
    label: 'Port',
    description: '587 goes with STARTTLS, 465 with TLS.',
    placeholder: '587',
  }),
  security: field(z.enum(['STARTTLS', 'TLS', 'NONE'], 'Choose STARTTLS, TLS or NONE.').default('STARTTLS'), {
    label: 'Security',
    description: 'How the connection is encrypted. Neither STARTTLS nor TLS ever falls back to an open connection.',
    optionLabels: { STARTTLS: 'STARTTLS (port 587)', TLS: 'TLS (port 465)', NONE: 'None (not encrypted)' },
  }),
};

const group = { group: 'Authentication' };
const authentication = {
  authentication: field(z.enum(['NONE', 'LOGIN', 'OAUTH2'], 'Choose NONE, LOGIN or OAUTH2.').default('NONE'), {
    ...group,
    label: 'Authentication',
    description: 'How Postern signs in to the mail server.',
    optionLabels: { NONE: 'None', LOGIN: 'User and password', OAUTH2: 'OAuth 2.0' },
  }),
  user: field(line().optional(), {
    ...group,
    label: 'User',
    description: 'For user and password, and for OAuth 2.0. Often the full e-mail address of the account.',
    placeholder: 'no-reply@example.com',
  }),
  password: field(line().optional(), {
    ...group,
    label: 'Password',
    description: 'For user and password. Many providers want an app password or an API key here.',
    secret: true,
  }),
  clientId: field(line().optional(), {
    ...group,
    label: 'Client ID',
    description: 'For OAuth 2.0: the ID of the application registered with your provider.',
  }),
  clientSecret: field(line().optional(), {
    ...group,
    label: 'Client secret',
    description: 'For OAuth 2.0: the secret of that application.',
    secret: true,
  }),
  refreshToken: field(line(8000).optional(), {
    ...group,
    label: 'Refresh token',
    description: 'For OAuth 2.0: Postern gets its access tokens with it.',
    secret: true,
  }),
  accessUrl: field(
    text().refine(isTokenUrl, 'Enter an address that begins with https://, without user and password.').optional(),
    {
      ...group,
      label: 'Token URL',
      description: 'For OAuth 2.0: where access tokens come from. Left empty, it is the one of Google.',
      placeholder: 'https://accounts.google.com/o/oauth2/token',
    },
  ),
};

const sender = {
  fromEmail: field(address(), {
    group: 'Sender',
    label: 'From e-mail',
    description: 'The address that messages come from. The mail server must allow it.',
    placeholder: 'no-reply@example.com',
  }),
  fromName: field(line(100).optional(), {
    group: 'Sender',
    label: 'From name',
    description: 'The name that recipients see beside the address.',
    placeholder: 'Example',
  }),
  replyTo: field(address().optional(), {
    group: 'Sender',
    label: 'Reply-to e-mail',
    description: 'Where answers go. Left empty, they go to the from e-mail.',
    placeholder: 'support@example.com',
  }),
};

const advanced = {
  name: field(text().refine(isGreetingName, 'Enter a host name, or an IP address in square brackets.').optional(), {
    group: 'Advanced',
    label: 'Greeting name',
    description: 'The host name that Postern introduces itself with (EHLO). Left empty, it is this machine’s own.',
    placeholder: 'postern.example.com',
  }),
  connectionTimeout: field(whole(1, 120).default(10), {
    group: 'Advanced',
    label: 'Connection timeout (seconds)',
    description: 'How long it may take until the connection is ready, encryption included.',
  }),
  greetingTimeout: field(whole(1, 120).default(10), {
    group: 'Advanced',
    label: 'Greeting timeout (seconds)',
    description: 'How long the server may take to greet once it is connected.',
  }),
  socketTimeout: field(whole(1, 600).default(30), {
    group: 'Advanced',
    label: 'Socket timeout (seconds)',
    description: 'How long the server may be silent in the middle of a message.',
  }),
  maxConnections: field(whole(1, 100).default(5), {
    group: 'Advanced',
    label: 'Maximum connections',
    description: 'How many connections Postern holds open at the same time. Some providers allow only a few.',
  }),
  customHeaders: field(customHeaders.optional(), {
    group: 'Advanced',
    label: 'Custom headers',
    description: 'Header fields that every message gets, as a JSON object.',
    placeholder: '{"X-Environment": "staging"}',
  }),
  servername: field(text().refine(isHostName, 'Enter only a host name, such as mail.example.com.').optional(), {
    group: 'Advanced',
    label: 'TLS server name',
    description: 'The name that the certificate must be made out to. Left empty, it is the host.',
    placeholder: 'mail.example.com',
  }),
  rejectUnauthorized: field(z.boolean('Choose on or off.').default(true), {
    group: 'Advanced',
    label: 'Verify the certificate',
    description: 'Turn it off only for a test: without it anyone on the way can read messages and the password.',
  }),
  ca: field(
    text(100_000)
      .refine(isCertificateList, 'Paste whole certificates, each from -----BEGIN CERTIFICATE----- to its END line.')
      .optional(),
    {
      group: 'Advanced',
      label: 'CA certificates',
      description: 'Certificates in PEM form of your own certificate authority. They replace the public ones.',
      placeholder: '-----BEGIN CERTIFICATE-----',
      multiline: true,
    },
  ),
};

const neededBy = {
  NONE: [],
  LOGIN: ['user', 'password'],
  OAUTH2: ['user', 'clientId', 'clientSecret', 'refreshToken'],
} as const;

/** Parameters of the SMTP factory, in the order of the form. */
export const smtpParameters = z
  .object({ ...server, ...authentication, ...sender, ...advanced })
  .superRefine(checkTogether, { when: isObject });

export type SmtpConfig = z.output<typeof smtpParameters>;

/** Single parameters may be wrong here, and a value of any type. */
function checkTogether(config: SmtpConfig, context: z.core.$RefinementCtx<SmtpConfig>): void {
  const reported = new Set(context.issues.map(({ path }) => path?.[0]));
  const report = (key: keyof SmtpConfig, message: string) => {
    if (!reported.has(key)) context.addIssue({ code: 'custom', path: [key], message });
  };
  if (reported.has('authentication')) return;
  for (const key of neededBy[config.authentication]) {
    if (!config[key]) report(key, `Fill this in: the authentication ${config.authentication} needs it.`);
  }
  if (config.authentication !== 'NONE' && config.security === 'NONE' && !isLoopback(String(config.host))) {
    report('security', 'Choose STARTTLS or TLS: without encryption the credentials could be read on the way.');
  }
}
