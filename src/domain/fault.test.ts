import { describe, expect, it } from 'vitest';
import { FAULTS, parseFault } from './fault';

describe('the name of a fault', () => {
  it('is aimed at its own step unless another is named', () => {
    expect(parseFault('kill-replica')).toMatchObject({ info: { name: 'kill-replica' }, step: 'think' });
    expect(parseFault('kill-replica@write stock')).toMatchObject({ info: { name: 'kill-replica' }, step: 'write stock' });
    expect(parseFault('slow-commits')).toMatchObject({ step: null });
  });

  it('is refused with the reason', () => {
    expect(parseFault('meteor')).toContain('no fault is called meteor; there are pause-holder');
    expect(parseFault('kill-replica@')).toBe('kill-replica@ names no step');
    expect(parseFault('slow-commits@think')).toBe('slow-commits cannot be aimed at another step');
  });

  it('is unique', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  });
});
