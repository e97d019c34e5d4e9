import { readConfig } from '../src/config';

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
};

describe('readConfig', () => {
  it('needs no variable in development', () => {
    expect(readConfig({})).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 4000,
      publicUrl: 'http://localhost:4000',
      mailCatcherPort: 4025,
      worker: 'inline',
      defaultLocale: 'en',
      code: { length: 6, ttlSeconds: 600, maxAttempts: 5 },
      limits: { resendCooldown: { count: 1, seconds: 60 }, recipient: { count: 5, seconds: 600 } },
    });
  });

  it('reports every problem at once, each with the name of its variable', () => {
    const problems = problemsOf({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://localhost',
      POSTERN_ADMIN_KEY: 'short',
      POSTERN_ENCRYPTION_KEYS: 'k1:c2hvcnQ=',
      POSTERN_PUBLIC_URL: 'ftp://example.com',
      POSTERN_MAIL_CATCHER: 'maybe',
      POSTERN_WORKER: 'sometimes',
      POSTERN_DEFAULT_LOCALE: 'no locale',
      POSTERN_CODE_LENGTH: '4',
      POSTERN_LIMITS: 'recipient=0/600,typo=1/2',
      POSTERN_CODE_LENGHT: '6',
    });
    expect(problems).toEqual([
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
      'PORT must be a whole number from 0 to 65535.',
      'DATABASE_URL must be an address such as postgres://user:password@host:5432/database, with special characters percent-encoded.',
      'POSTERN_ADMIN_KEY must have at least 24 characters, all of them ASCII and none of them a blank.',
      'POSTERN_ENCRYPTION_KEYS must be a comma-separated list of id:base64 of 32 bytes, newest first, each id once.',
      'POSTERN_PUBLIC_URL must be an http:// or https:// address.',
      'POSTERN_MAIL_CATCHER must be on, off or a port.',
      'POSTERN_WORKER must be inline, off or only.',
      'POSTERN_DEFAULT_LOCALE must be a BCP 47 language tag such as en or pt-BR.',
      'POSTERN_CODE_LENGTH must be a whole number from 6 to 10.',
      'POSTERN_LIMITS must keep counts from 1 to 1000 and seconds from 1 to 86400.',
      'POSTERN_LIMITS holds "typo=1/2"; it must be off or pairs such as recipient=5/600 with the names resend_cooldown, recipient, guesses.',
      'POSTERN_CODE_LENGHT is not a variable of this version of Postern; remove it or correct its name.',
    ]);
  });

  it('refuses in production what is unsafe there', () => {
    expect(problemsOf({ NODE_ENV: 'production', POSTERN_MAIL_CATCHER: 'on', POSTERN_LIMITS: 'off' })).toEqual([
      expect.stringMatching(/^POSTERN_ENCRYPTION_KEYS is required in production/),
      'POSTERN_MAIL_CATCHER must be off in production: it keeps codes in clear.',
      'POSTERN_LIMITS must not be off in production.',
    ]);
  });

  it('takes keys newest first and switches the mail catcher off in production', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const config = readConfig({ NODE_ENV: 'production', POSTERN_ENCRYPTION_KEYS: `k2:${key}, k1:${key}` });
    expect(config.encryptionKeys?.map(({ id, secret }) => [id, secret.length])).toEqual([
      ['k2', 32],
      ['k1', 32],
    ]);
    expect(config.mailCatcherPort).toBeUndefined();
  });

  it('lets limits be changed one by one, and the sending limits be switched off', () => {
    expect(readConfig({ POSTERN_LIMITS: 'recipient=2/60' }).limits).toMatchObject({
      recipient: { count: 2, seconds: 60 },
      resendCooldown: { count: 1, seconds: 60 },
    });
    expect(readConfig({ POSTERN_LIMITS: 'off' }).limits).toEqual({
      recipient: undefined,
      resendCooldown: undefined,
      guesses: { count: 20, seconds: 3_600 },
    });
  });

  it.each([
    [
      'DATABASE_URL',
      'postgres://u:p@:::x',
      'postgres://u:ge heim%@[x',
      'postgres://u:100%@localhost/x',
      'localhost:5432',
    ],
    ['POSTERN_TRUSTED_PROXIES', 'proxy', '10.0.0.0/33', '10.0.0.1/', '::1/129', '10.0.0.1,nonsense', '10.0.0.0/8/8'],
    ['POSTERN_ADMIN_KEY', 'correct horse battery staple', 'schlüssel-schlüssel-schlüssel'],
  ])('takes no %s that would fail later', (name, ...values) => {
    for (const value of values)
      expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
  });

  it('takes databases and proxies in every usual form', () => {
    expect(
      readConfig({
        DATABASE_URL: 'postgresql://u:p%40ss@[::1]:5432/postern?sslmode=require',
        POSTERN_TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.1, fd00::/8',
      }).trustedProxies,
    ).toEqual(['10.0.0.0/8', '192.168.1.1', 'fd00::/8']);
  });

  it('wants to know the public URL where the port is not known', () => {
    expect(problemsOf({ PORT: '0' })).toEqual(['POSTERN_PUBLIC_URL is required when PORT is 0.']);
  });

  it('starts where Kubernetes has a Service of its name', () => {
    expect(
      problemsOf({
        POSTERN_SERVICE_HOST: '10.0.0.1',
        POSTERN_SERVICE_PORT: '4000',
        POSTERN_SERVICE_PORT_HTTP: '4000',
        POSTERN_PORT: 'tcp://10.0.0.1:4000',
        POSTERN_PORT_4000_TCP_ADDR: '10.0.0.1',
      }),
    ).toEqual([]);
  });
});
