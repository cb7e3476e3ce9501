import type { Redis } from 'ioredis';

type Argument = string | number;

/** A Lua script as a function: Redis runs it atomically. Keys come first, then arguments. */
export type LuaScript<Reply> = (redis: Redis, ...keysAndArguments: Argument[]) => Promise<Reply>;

/**
 * Defines a script under a unique name. It is sent once to each server and called by its hash from then on; a
 * server that has forgotten it gets it again (ioredis, 'Lua Scripting').
 */
export function luaScript<Reply>(name: string, numberOfKeys: number, lua: string): LuaScript<Reply> {
  return (redis, ...keysAndArguments) => {
    if (!(name in redis)) redis.defineCommand(name, { numberOfKeys, lua });
    const commands = redis as unknown as Record<string, (...all: Argument[]) => Promise<Reply>>;
    const command = commands[name];
    if (!command) throw new Error(`ioredis did not accept the script ${name}; nothing was sent.`);
    return command.apply(redis, keysAndArguments);
  };
}
