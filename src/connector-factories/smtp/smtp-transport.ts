import nodemailer from 'nodemailer';
import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { SmtpConfig } from './smtp-parameters';

/** STARTTLS is demanded, never merely tried: a server or someone on the way could otherwise withhold it. */
const encryption = {
  STARTTLS: { secure: false, requireTLS: true },
  TLS: { secure: true },
  NONE: { secure: false, ignoreTLS: true },
} as const;

/** A pool of connections to the configured server; it opens the first one when it first sends. */
export function createTransport(config: SmtpConfig, tokens: XOAuth2 | undefined) {
  const transport = nodemailer.createTransport({ pool: true, ...connectionOptions(config), ...poolOptions(config) });
  // The pool would otherwise fetch an access token of its own for each connection.
  if (tokens) {
    transport.set('oauth2_provision_cb', (_user: string, renew: boolean, done: TokenCallback) =>
      tokens.getToken(renew, (error, token) => done(error, token, tokens.expires)),
    );
  }
  return transport;
}

/** Where the connections of one sender get their access token from; undefined when it does not sign in with OAuth 2.0. */
export function createAccessTokens(config: SmtpConfig): XOAuth2 | undefined {
  if (config.authentication !== 'OAUTH2') return undefined;
  const { user, clientId, clientSecret, refreshToken, accessUrl, socketTimeout } = config;
  return new XOAuth2({ user, clientId, clientSecret, refreshToken, accessUrl, requestTimeout: socketTimeout * 1000 });
}

type TokenCallback = (error: Error | null, accessToken?: string, expires?: number) => void;

function connectionOptions(config: SmtpConfig): SMTPPoolOptions {
  const { host, port, name, servername, rejectUnauthorized, ca } = config;
  const localhost = host.toLowerCase() === 'localhost';
  return {
    // nodemailer asks the DNS first, which may know another "localhost": credentials must not leave this machine.
    host: localhost ? '127.0.0.1' : host,
    port,
    name,
    ...encryption[config.security],
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized, ca, servername: servername ?? (localhost ? host : undefined) },
    auth: credentials(config),
    // Without this a server that offers no sign-in would be handed the message without one.
    forceAuth: config.authentication !== 'NONE',
  };
}

function poolOptions(config: SmtpConfig): SMTPPoolOptions {
  return {
    connectionTimeout: config.connectionTimeout * 1000,
    greetingTimeout: config.greetingTimeout * 1000,
    socketTimeout: config.socketTimeout * 1000,
    // An aborted send must not leave bytes behind that go out later.
    socketCloseTimeout: 0,
    maxConnections: config.maxConnections,
    // Once, for a connection that the server closed while it was idle; the queue does all other retries.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  };
}

function credentials(config: SmtpConfig): SMTPPoolOptions['auth'] {
  if (config.authentication === 'LOGIN') return { user: config.user, pass: config.password };
  if (config.authentication === 'OAUTH2') return { type: 'OAuth2', user: config.user };
  return undefined;
}
