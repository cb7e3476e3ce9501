import { describe, expect, it } from 'vitest';
import { FAULTS } from '@/domain/fault';
import { faultRefusal } from './refusal';

const EVERYTHING = ['postgres', 'redis', 'shops'];
const plan = (fault: string | null) => ({ fault, replicas: 2, poolSize: null });

describe('a fault', () => {
  it.each(FAULTS.map(({ name }) => name))('%s may be injected when everything is ours', (name) => {
    expect(faultRefusal(plan(name), EVERYTHING)).toBeNull();
  });

  it.each(FAULTS.map(({ name }) => name))('%s is refused when the shops were given', (name) => {
    expect(faultRefusal(plan(name), ['postgres', 'redis'])).toContain('the shops were given by SHOP_URLS');
  });

  it('is refused on a Postgres or a Redis that was given, and only if it would touch it', () => {
    expect(faultRefusal(plan('restart-postgres'), ['redis', 'shops'])).toContain('this Postgres was given by DATABASE_URL');
    expect(faultRefusal(plan('restart-postgres'), ['redis', 'shops'])).toContain('nothing was harmed');
    expect(faultRefusal(plan('kill-one-redis'), ['postgres', 'shops'])).toContain('the Redis servers were given by REDIS_URLS');
    expect(faultRefusal(plan('kill-replica'), ['shops'])).toBeNull();
    expect(faultRefusal(plan(null), [])).toBeNull();
  });

  it('that lets another buyer buy meanwhile needs a second replica', () => {
    expect(faultRefusal({ ...plan('pause-holder'), replicas: 1 }, EVERYTHING)).toContain('needs two replicas');
  });

  it('leaves the pool of shops alone that were given', () => {
    expect(faultRefusal({ fault: null, replicas: 1, poolSize: 5 }, [])).toContain('the shops were given');
  });
});
