import { describe, expect, it } from 'vitest';
import { jsonOfPythonText } from '../../src/adapters/dynamodb/python-text.js';

describe('a payload as Python wrote it', () => {
  // Each text is what Python's repr() makes of the dict.
  it.each([
    ["{'products': ['p']}", { products: ['p'] }],
    ["{'a': None, 'b': True, 'c': False, 'd': {}}", { a: null, b: true, c: false, d: {} }],
    [`{'quote': "it's", 'both': 'it\\'s "so"'}`, { quote: "it's", both: 'it\'s "so"' }],
    ["{'None': 'None', 'x': 'True, None'}", { None: 'None', x: 'True, None' }],
    ["{'n': [1, -2.5, 1e+16, 1e-05]}", { n: [1, -2.5, 1e16, 1e-5] }],
    ["{'s': 'a\\nb\\t\\\\ \\x00 \\u2028 \\U000e0001 é'}", { s: 'a\nb\t\\ \0 \u2028 \u{e0001} é' }],
  ])('%s is read as what it means', (text, value) => {
    expect(JSON.parse(jsonOfPythonText(text))).toEqual(value);
  });

  it.each(['{"a": "None", "b": null}', '[]', 'not a payload', "{'n': nan}", "{'t': (1, 2)}", "{'a': '"])(
    'that is JSON, or can be none, stays as it is: %s',
    (text) => {
      expect(jsonOfPythonText(text)).toBe(text);
    },
  );

  it('keeps the digits of numbers beyond those of JavaScript', () => {
    expect(jsonOfPythonText("{'id': 12345678901234567890}")).toBe('{"id": 12345678901234567890}');
  });
});
