import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  camelCaseToUnderscore,
  convertStringToWords,
  rstripAll,
  trimArnToAccount,
  trimArnToName,
  validateAccountToDashed,
  validateAccountToInt,
  validateUuid4,
} from '../../../../src/entrypoints/library/helpers.js';
import { anything, refusal } from './refusal.js';

describe('an account number', () => {
  it.each(['123-456-78901', '123-456-789', '12-3456-7890', '1234567890x', '', '١٢٣٤٥٦٧٨٩٠'])(
    'D49: is not %o',
    (account) => {
      expect(refusal(() => validateAccountToDashed(account)).code).toBe('helper.account');
    },
  );

  it('survives the way to dashes and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }), (account) => {
        expect(validateAccountToInt(validateAccountToDashed(account))).toBe(account);
      }),
    );
  });

  it('is refused without being shown', () => {
    expect(refusal(() => validateAccountToInt('secret')).message).not.toContain('secret');
    expect(refusal(() => validateAccountToInt(anything(null))).code).toBe('helper.account');
  });
});

describe('a name', () => {
  it('breaks before words, not before other letters', () => {
    expect(camelCaseToUnderscore('getHTTPResponseCode2Go')).toBe('get_http_response_code2_go');
    expect(camelCaseToUnderscore('fooÉcole\nBar')).toBe('fooécole\nbar');
    expect(camelCaseToUnderscore(true)).toBe('true');
  });

  it('loses every pattern at its end, the longest that fits first', () => {
    expect(rstripAll('Name (old) new', ['(old)', 'new'])).toBe('Name');
    expect(rstripAll('abc', ['bc', 'c', 'ab'])).toBe('a');
    expect(rstripAll('aaa', 'aa')).toBe('a');
    expect(rstripAll(' x. ', ['.*', ''])).toBe('x.');
  });

  it('ends with no pattern and no blank, and is a piece of what it was', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.', '\t') });
    fc.assert(
      fc.property(text, fc.array(text), (input, patterns) => {
        const rest = rstripAll(input, patterns);
        expect(input).toContain(rest);
        expect(rest).toBe(rest.trim());
        for (const pattern of patterns) expect(pattern !== '' && rest.endsWith(pattern)).toBe(false);
      }),
    );
  });

  it('is shortened in linear time, however many blanks it has inside', () => {
    const start = process.cpuUsage();
    rstripAll(`a${' '.repeat(200_000)}b`, 'c');
    convertStringToWords(`a${' '.repeat(200_000)}b`);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  });

  it('is words between blanks of any kind', () => {
    expect(convertStringToWords('A\tb\u00a0\u0085C, d')).toBe('a,b,c,,d');
  });

  it('is refused when it is no text', () => {
    expect(refusal(() => convertStringToWords(anything(5))).code).toBe('helper.kind');
    expect(refusal(() => rstripAll('a', anything({ a: 1 }))).code).toBe('helper.kind');
    expect(refusal(() => rstripAll('a', ['b', anything<string>(5)])).path).toBe('patterns[1]');
  });
});

describe('an ARN', () => {
  it.each([
    ['arn:aws:lambda:ap-southeast-1:000000000000:function:bar', 'bar', '000000000000'],
    ['arn:aws-cn:lambda:cn-north-1:000000000000:function:bar:$LATEST', 'bar', '000000000000'],
    ['arn:aws-us-gov:lambda:us-gov-west-1:000000000000:function:bar:', 'bar', '000000000000'],
    ['000000000000:function:bar:prod', 'bar', '000000000000'],
    ['function:bar', 'bar', null],
    ['bar:2', 'bar', null],
    ['function', 'function', null],
    ['arn:aws:dynamodb:us-west-2:000000000000:table/t/stream/2020-01-01T00:00:00.000', 't', '000000000000'],
    ['arn:aws:iam::000000000000:role/path/julia', 'julia', '000000000000'],
    ['arn:aws:logs:us-west-2:000000000000:log-group:/aws/lambda/foo:*', '/aws/lambda/foo', '000000000000'],
    ['arn:aws:sns:us-west-2:000000000000:topic', 'topic', '000000000000'],
    ['arn:aws:s3:::000123000000-bucket/key/a.txt', '000123000000-bucket', null],
    ['000000000000', '000000000000', '000000000000'],
  ])('D15: of %s names %s', (arn, name, account) => {
    expect(trimArnToName(arn)).toBe(name);
    expect(trimArnToAccount(arn)).toBe(account);
  });

  it.each(['bar', '', '1234567890123', 'arn:aws:s3:::bucket'])('D47: of %o has no account, which is null', (arn) => {
    expect(trimArnToAccount(arn)).toBeNull();
  });

  it.each(['arn:', 'arn:aws', 'arn:aws:lambda:us-west-2:000000000000:', 'arn:aws:lambda:::/'])(
    'is refused without a name: %s',
    (arn) => {
      expect(refusal(() => trimArnToName(arn)).code).toBe('helper.arn');
    },
  );
});

describe('a UUID', () => {
  it('D14: is of version 4, with or without dashes, in either case', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 4 }), (uuid) => {
        expect(validateUuid4(uuid)).toBe(true);
        expect(validateUuid4(uuid.replaceAll('-', '').toUpperCase())).toBe(true);
      }),
    );
  });

  it('D14: is not of another version, nor 32 hex digits of any meaning', () => {
    fc.assert(
      fc.property(fc.uuid({ version: [1, 2, 3, 5, 6, 7, 8] }), (uuid) => {
        expect(validateUuid4(uuid)).toBe(false);
      }),
    );
    for (const value of ['0'.repeat(32), 'nope', '', null, 5, {}]) expect(validateUuid4(value)).toBe(false);
  });
});
