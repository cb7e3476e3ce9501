import { config } from 'zod';

// Zod would compile schemas with `new Function`, and tries once whether it may. The pages' policy forbids it, which a browser
// reports as an attack. Imported before the first schema is made; Node goes on compiling.
if ('document' in globalThis) config({ jitless: true });
