import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './project-root';
import { readSettings, SettingsError } from './settings';

function faultsOf(env: Record<string, string>): SettingsError {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('the settings', () => {
  it('have a default for everything in an empty environment', () => {
    expect(readSettings({})).toMatchObject({
      databaseUrl: null,
      redisUrls: null,
      shopUrls: null,
      host: '127.0.0.1',
      port: 3000,
      replicas: 2,
      poolSize: 20,
      noInstall: false,
      stateDir: join(projectRoot({}), '.stampede'),
      redisPort: 6379,
      eventBus: 'memory',
      natsUrl: null,
    });
  });

  it('treat an empty variable as unset, as in compose files', () => {
    expect(readSettings({ DATABASE_URL: '', REDIS_URLS: ' ', PORT: '' })).toEqual(readSettings({}));
  });

  it('choose the bus of the events', () => {
    expect(readSettings({ EVENT_BUS: 'nats', NATS_URL: 'nats://one:4222, tls://two:4222' })).toMatchObject({ eventBus: 'nats', natsUrl: 'nats://one:4222,tls://two:4222' });
    expect(faultsOf({ EVENT_BUS: 'kafka', NATS_URL: 'http://one' }).faults.map(({ name }) => name).sort()).toEqual(['EVENT_BUS', 'NATS_URL']);
  });

  it('split lists and keep their order', () => {
    const { redisUrls, shopUrls } = readSettings({
      REDIS_URLS: 'redis://one:1, rediss://two:2',
      SHOP_URLS: 'http://shop-1:4001,',
    });
    expect(redisUrls).toEqual(['redis://one:1', 'rediss://two:2']);
    expect(shopUrls).toEqual(['http://shop-1:4001']);
  });

  it('report all faults at once, with the name, what was expected and what was found', () => {
    const error = faultsOf({
      DATABASE_URL: 'mysql://host/shop',
      REDIS_URLS: 'localhost',
      PORT: '80.5',
      STAMPEDE_REPLICAS: '9',
      STAMPEDE_MAX_BUYERS: '100001',
      STAMPEDE_NO_INSTALL: 'perhaps',
    });
    expect(error.faults.map(({ name }) => name)).toEqual([
      'DATABASE_URL',
      'REDIS_URLS',
      'PORT',
      'STAMPEDE_REPLICAS',
      'STAMPEDE_MAX_BUYERS',
      'STAMPEDE_NO_INSTALL',
    ]);
    expect(error.message).toContain('STAMPEDE_REPLICAS: expected a whole number from 1 to 8, found "9"');
    expect(error.message).toContain('nothing was started');
  });

  it('never show a password in a fault', () => {
    const { message } = faultsOf({ DATABASE_URL: 'mysql://me:secret@host/shop', REDIS_URLS: 'http://:hidden@host' });
    expect(message).toContain('mysql://me:***@host/shop');
    expect(message).not.toMatch(/secret|hidden/);
  });

  it.each(['1e3', '-1', ' 7x', '0x10', '99999999999'])('refuse %j as a port', (PORT) => {
    expect(faultsOf({ PORT }).faults).toHaveLength(1);
  });
});
