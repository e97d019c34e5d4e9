import { gate } from '../testkit/gate';
import { refusal } from '../testkit/mailbox';
import { closeAll, connect, deadline, failure, message, openMailbox } from './smtp-fixture';

afterEach(closeAll);

describe('what arrives', () => {
  test('subject, both bodies, sender, reply-to and headers, to exactly one recipient', async () => {
    const mailbox = await openMailbox();
    const sender = connect(mailbox.port, {
      fromName: 'Käthe & Søn, "Ltd."',
      replyTo: 'support@example.com',
      customHeaders: { 'X-Environment': 'Prüfung' },
    });
    const text = 'Ihr Code: 271828 — gültig für 10 Minuten.\n\n.\nEnde';
    const html = '<p>Ihr Code: <b>271828</b> 🚀</p>';
    await sender.send(message({ subject: '271828 ist Ihr Prüfcode für Example 🚀', text, html }), deadline());

    const mail = await mailbox.waitForMail('someone@example.org');
    expect(mail.envelope).toEqual({ from: 'codes@example.com', to: ['someone@example.org'] });
    expect(mail.subject).toBe('271828 ist Ihr Prüfcode für Example 🚀');
    expect(mail.text.replaceAll('\r\n', '\n').trimEnd()).toBe(text);
    expect(mail.html.trim()).toBe(html);
    expect(mail.parsed.from).toMatchObject({ name: 'Käthe & Søn, "Ltd."', address: 'codes@example.com' });
    expect(mail.parsed.to).toMatchObject([{ name: '', address: 'someone@example.org' }]);
    expect(mail.parsed.replyTo).toMatchObject([{ address: 'support@example.com' }]);
    expect(mail.messageId).toBe('<a1b2c3@example.com>');
    expect(mail.headers).toMatchObject({ 'auto-submitted': 'auto-generated', 'mime-version': '1.0' });
    expect(Date.parse(mail.parsed.date ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(mail.headers).not.toHaveProperty('x-mailer');
    expect(mail.raw).toMatch(/^X-Environment: =\?UTF-8\?/m);
    expect(mailbox.mails).toHaveLength(1);
  });

  test('a recipient that is a list and a subject with a line break add neither a recipient nor a header', async () => {
    const mailbox = await openMailbox();
    const sender = connect(mailbox.port);
    const hostile = [
      'someone@example.org, other@example.org',
      'someone@example.org>\r\nRCPT TO:<other@example.org',
      'someone@example.org\r\nBcc: other@example.org',
      '<someone@example.org> <other@example.org>',
    ];
    for (const to of hostile) await sender.send(message({ to }), deadline()).catch(() => {});
    await sender.send(message({ subject: 'Hello\r\nBcc: other@example.org' }), deadline());

    for (const { envelope, headers } of mailbox.mails) {
      expect(envelope.to).toHaveLength(1);
      expect(envelope.to).not.toContain('other@example.org');
      expect(headers).not.toHaveProperty('bcc');
    }
    expect(mailbox.mails.length).toBeGreaterThan(0);
  });

  test('it reads no file and fetches no address that a template names', async () => {
    const mailbox = await openMailbox();
    const html = '<img src="file:///etc/hostname"><img src="http://127.0.0.1:9/x.png">';
    await connect(mailbox.port).send(message({ html }), deadline());
    expect(mailbox.mails[0]?.html.trim()).toBe(html);
    expect(mailbox.mails[0]?.parsed.attachments).toEqual([]);
  });
});

describe('connections', () => {
  test('it connects with the first message, and one connection serves many', async () => {
    const mailbox = await openMailbox();
    const sender = connect(mailbox.port);
    expect(mailbox.connections).toBe(0);
    for (const to of ['a@example.org', 'b@example.org', 'c@example.org'])
      await sender.send(message({ to }), deadline());
    expect(mailbox.mails.map(({ connection }) => connection)).toEqual([1, 1, 1]);
    expect(mailbox.connections).toBe(1);
  });

  test('it holds no more connections than configured', async () => {
    const mailbox = await openMailbox();
    const sender = connect(mailbox.port, { maxConnections: 2 });
    await Promise.all(Array.from({ length: 20 }, () => sender.send(message(), deadline())));
    expect(mailbox.mails).toHaveLength(20);
    expect(mailbox.connections).toBe(2);
  });

  test('a refused message leaves the connection in use', async () => {
    const onRcptTo = (to: string) => {
      if (to === 'unknown@example.org') throw refusal(550, '5.1.1 no such user');
    };
    const mailbox = await openMailbox({ onRcptTo });
    const sender = connect(mailbox.port, { maxConnections: 1 });
    await failure(sender.send(message({ to: 'unknown@example.org' }), deadline()));
    await sender.send(message(), deadline());
    expect(mailbox.mails[0]?.connection).toBe(1);
  });

  test('a connection that the server closed in the meantime costs no failed attempt', async () => {
    const mailbox = await openMailbox();
    const sender = connect(mailbox.port);
    await sender.send(message(), deadline());
    mailbox.hangUp();
    await sender.send(message(), deadline());
    expect(mailbox.mails.map(({ connection }) => connection)).toEqual([1, 2]);
  });
});

describe('ending early', () => {
  test('aborted in the middle of DATA: it ends at once and nothing arrives later', async () => {
    const [reached, released] = [gate(), gate()];
    const hang = async (to: string) => {
      if (to !== 'hanging@example.org') return;
      reached.open();
      await released.opened;
    };
    const mailbox = await openMailbox({ onData: hang });
    const sender = connect(mailbox.port, { maxConnections: 1 });
    const abort = new AbortController();
    const html = `<p>${'x'.repeat(8_000_000)}</p>`; // more than the buffers in between hold
    const sending = sender.send(message({ to: 'hanging@example.org', html }), { signal: abort.signal });
    await reached.opened;
    abort.abort();
    expect(await failure(sending)).toMatchObject({ code: 'TIMEOUT', retryable: true });

    released.open();
    await sender.send(message({ to: 'next@example.org' }), deadline());
    await sender.close();
    await mailbox.close();
    expect(mailbox.mails.map(({ envelope }) => envelope.to)).toEqual([['next@example.org']]);
  });

  test('aborted while it waits for a connection: it is not sent later', async () => {
    const [reached, released] = [gate(), gate()];
    const hang = async () => {
      reached.open();
      await released.opened;
    };
    const mailbox = await openMailbox({ onData: hang });
    const sender = connect(mailbox.port, { maxConnections: 1 });
    const first = sender.send(message({ to: 'first@example.org' }), deadline());
    await reached.opened;
    const abort = new AbortController();
    const queued = sender.send(message({ to: 'queued@example.org' }), { signal: abort.signal });
    abort.abort();
    expect(await failure(queued)).toMatchObject({ code: 'TIMEOUT', retryable: true });

    released.open();
    await first;
    await sender.send(message({ to: 'last@example.org' }), deadline());
    expect(mailbox.mails.map(({ envelope }) => envelope.to[0])).toEqual(['first@example.org', 'last@example.org']);
  });

  test('aborted before it began: it does not even connect', async () => {
    const mailbox = await openMailbox();
    const sending = connect(mailbox.port).send(message(), { signal: AbortSignal.abort() });
    expect(await failure(sending)).toMatchObject({ code: 'TIMEOUT', retryable: true });
    expect(mailbox.connections).toBe(0);
  });

  test('closing lets running and waiting sends end, and takes no more', async () => {
    const [reached, released] = [gate(), gate()];
    const hang = async () => {
      reached.open();
      await released.opened;
    };
    const mailbox = await openMailbox({ onData: hang });
    const sender = connect(mailbox.port, { maxConnections: 1 });
    const sends = ['running@example.org', 'waiting@example.org'].map((to) => sender.send(message({ to }), deadline()));
    await reached.opened;
    const closed = sender.close();
    expect(await failure(sender.send(message(), deadline()))).toMatchObject({
      code: 'CONNECTION_FAILED',
      retryable: true,
    });

    released.open();
    await Promise.all([...sends, closed]);
    expect(mailbox.mails.map(({ envelope }) => envelope.to[0])).toEqual(['running@example.org', 'waiting@example.org']);
  });

  test('closing an unused sender, and closing twice, is fine', async () => {
    const sender = connect(1);
    await sender.close();
    await sender.close();
  });
});
