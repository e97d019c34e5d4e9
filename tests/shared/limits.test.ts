import { defaultLimits, parseLimits } from '../../src/shared/limits';

describe('parseLimits', () => {
  it.each(['', ' ', ',', ' , '])('keeps the defaults where nothing is given: %j', (text) => {
    expect(parseLimits(text)).toEqual({ limits: defaultLimits, problems: [] });
  });

  it('replaces those that are given', () => {
    expect(parseLimits('recipient=50/3600')).toEqual({
      limits: { ...defaultLimits, recipient: { count: 50, seconds: 3_600 } },
      problems: [],
    });
    expect(parseLimits(' guesses=1/1 , resend_cooldown=1/5 ,recipient=1000/86400')).toEqual({
      limits: {
        guesses: { count: 1, seconds: 1 },
        resendCooldown: { count: 1, seconds: 5 },
        recipient: { count: 1_000, seconds: 86_400 },
      },
      problems: [],
    });
  });

  it('takes every sending limit away, but not the one on guesses', () => {
    expect(parseLimits('off')).toEqual({
      limits: { resendCooldown: undefined, recipient: undefined, guesses: { count: 20, seconds: 3_600 } },
      problems: [],
    });
  });

  it.each([
    'recipient',
    'recipient=5',
    'recipient=5/',
    'recipient=/600',
    'recipient=five/600',
    'recipient=5/600/7',
    'recipient=-5/600',
    'recipient=5.5/600',
    'recipient=5/600s',
    'recipient=12345/600',
    'recipient = 5/600',
    'Recipient=5/600',
    'everything=5/600',
    'off,recipient=5/600',
  ])('says what it cannot read: %s', (text) => {
    const { limits, problems } = parseLimits(text);
    expect(problems).toEqual([
      expect.stringMatching(/^holds ".+"; it must be off or pairs .+ resend_cooldown, recipient, guesses$/),
    ]);
    if (!text.includes(',')) expect(limits).toEqual(defaultLimits);
  });

  it.each(['recipient=0/600', 'recipient=5/0', 'recipient=1001/600', 'recipient=5/86401', 'guesses=0/1'])(
    'keeps to the bounds: %s',
    (text) => {
      expect(parseLimits(text)).toEqual({
        limits: defaultLimits,
        problems: ['must keep counts from 1 to 1000 and seconds from 1 to 86400'],
      });
    },
  );

  it('lets one send pass between two resends, never more', () => {
    expect(parseLimits('resend_cooldown=2/60').problems).toEqual([expect.stringContaining('a count of 1')]);
  });

  it('tells every problem at once', () => {
    expect(parseLimits('recipient=0/1,what=1/1,guesses=5/60').problems).toHaveLength(2);
  });
});
