import { describe, expect, it } from 'vitest';
import { editDistance, nearestWord } from '../../../src/entrypoints/config/edit-distance.js';

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['cap', 'cup', 1],
    ['teh', 'the', 1],
    ['max_atempts', 'max_attempts', 1],
    ['kitten', 'sitting', 3],
  ])('from %j to %j is %i', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });
});

describe('the nearest word', () => {
  it('is the closest of those that are close enough', () => {
    expect(nearestWord('cooldwn', ['duration', 'cooldown'])).toBe('cooldown');
    expect(nearestWord('warmup', ['duration', 'cooldown'])).toBeUndefined();
  });

  it('asks more of short words', () => {
    expect(nearestWord('arm', ['arn'])).toBe('arn');
    expect(nearestWord('abm', ['arn'])).toBeUndefined();
  });
});
