import type { Settings } from '@/config/settings';
import type { RateLimit, RateLimits, LimitStatus } from '@/stores/redis/rate-limits';

export type Tier = 'user' | 'ip';

/** How one tier of a buyer stands with its limit. */
export interface TierStatus extends LimitStatus {
  tier: Tier;
}

/** The limits of the web, each counted for itself. */
export interface ShopLimits {
  /** Counts a purchase of this user from this address. Null where nothing is limited; else the tier that has less left, or that refuses. */
  purchase(userId: string, client: string): Promise<TierStatus | null>;
  /** The purchase was none: an earlier order was replayed. */
  takeBack(userId: string, client: string): Promise<void>;
  /** Counts a call of the API; null where that is not limited. */
  call(client: string): Promise<LimitStatus | null>;
  /** Counts a try to log in. */
  login(client: string): Promise<LimitStatus | null>;
  /** How a user stands with purchases; null where users are not limited. */
  look(userId: string): Promise<LimitStatus | null>;
  forget(userId: string): Promise<void>;
}

const LOGIN_TRIES_PER_MINUTE = 10;

export function openShopLimits(limits: RateLimits, settings: Settings): ShopLimits {
  const { purchasesPerUser, purchasesPerIp, purchaseWindowS: windowS, callsPerMinute } = settings;
  const tiers: Record<Tier, RateLimit | null> = {
    user: limits.limit({ kind: 'purchase-user', points: purchasesPerUser, windowS }),
    ip: limits.limit({ kind: 'purchase-ip', points: purchasesPerIp, windowS }),
  };
  const calls = limits.limit({ kind: 'calls', points: callsPerMinute, windowS: 60 });
  const logins = limits.limit({ kind: 'login', points: LOGIN_TRIES_PER_MINUTE, windowS: 60 });
  return {
    purchase: async (userId, client) => {
      const user = await use(tiers.user, 'user', userId);
      if (user?.allowed === false) return user;
      const ip = await use(tiers.ip, 'ip', client);
      // What the address is refused shall cost the user nothing: nothing was tried for him.
      if (ip?.allowed === false) await tiers.user?.giveBack(userId);
      if (user === null || ip === null) return user ?? ip;
      return !ip.allowed || ip.remaining < user.remaining ? ip : user;
    },
    takeBack: async (userId, client) => {
      await Promise.all([tiers.user?.giveBack(userId), tiers.ip?.giveBack(client)]);
    },
    call: async (client) => (await calls?.use(client)) ?? null,
    login: async (client) => (await logins?.use(client)) ?? null,
    look: async (userId) => (await tiers.user?.look(userId)) ?? null,
    forget: async (userId) => {
      await tiers.user?.forget(userId);
    },
  };
}

const use = async (limit: RateLimit | null, tier: Tier, who: string): Promise<TierStatus | null> => (limit ? { tier, ...(await limit.use(who)) } : null);

/** What a client is told of a limit; when it was refused, also when to come back. Whole seconds, rounded up. */
export function limitHeaders({ allowed, limit, remaining, resetsInMs }: LimitStatus): Record<string, string> {
  const resetsInS = Math.max(1, Math.ceil(resetsInMs / 1_000));
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(allowed ? remaining : 0),
    'ratelimit-reset': String(resetsInS),
    ...(allowed ? {} : { 'retry-after': String(resetsInS) }),
  };
}
