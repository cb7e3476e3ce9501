import { expect, it } from 'vitest';
import { everySchedule } from './every-schedule';
import { parseSpec } from './parse-spec';

const ONE_SESSION = 'session s step a { select 1; }';

it.each([
  ['', /line 1: expected setup, teardown or session, found the end of the file/],
  ['session s', /line 1: expected step: the session s needs one or more, found the end of the file/],
  ['session s\nstep a select', /line 2: expected SQL in braces of the step a, found the name "select"/],
  ['session s\nstep a { select 1;', /line 2: the SQL that begins here does not end/],
  ['session s\nstep "a', /line 2: a quoted name does not end on its line/],
  ['session step', /expected the name of the session \(a name that is a word of the language is written in double quotes\), found the word step/],
  [`setup { select\n1 }\n\n${ONE_SESSION};`, /line 4: the character ";" means nothing here/],
  [`${ONE_SESSION}\nsession t step a { select 2; }`, /line 2: there is another step a/],
  [`${ONE_SESSION}\npermutation a b`, /line 2: no session has a step b: expected one of a/],
  [`${ONE_SESSION}\nsession t step b { }\npermutation a(b`, /line 3: expected notices, a comma or a closing parenthesis, found the end of the file/],
  [`${ONE_SESSION}\nsession t step b { }\npermutation a(b) a`, /line 3: the step a is to wait for b: expected a step of the same permutation/],
  [`${ONE_SESSION}\npermutation a(a)`, /line 2: the step a is to wait for a: expected a step of another session/],
  [`${ONE_SESSION}\npermutation a(a notices few)`, /expected how many notices, found the name "few"/],
  [`${ONE_SESSION}\nsetup { select 1; }`, /line 2: expected step, teardown, session or permutation, found the word setup/],
])('refuses %j with the line and what was expected', (text, sentence) => {
  expect(() => parseSpec(text)).toThrow(sentence);
});

it('reads setups, teardowns, markers, quoted names and comments', () => {
  const spec = parseSpec(`
    # a comment { that is none of SQL
    setup { create table t (i int); }
    setup {  insert into t values (1);\t}
    teardown { drop table t; }
    session "the ""first""" setup { begin; } step a { select '#1'; } teardown { commit; }
    session s step b { select 1; } step unused { select 2; }
    permutation a(*, b, b notices 2) b
  `);
  expect(spec.setups).toEqual(['create table t (i int);', 'insert into t values (1);']);
  expect(spec.teardown).toBe('drop table t;');
  expect(spec.sessions[0]).toMatchObject({ name: 'the "first"', setup: 'begin;', steps: [{ name: 'a', sql: "select '#1';", session: 0 }], teardown: 'commit;' });
  expect(spec.permutations).toHaveLength(1);
  expect(spec.permutations[0]?.[0]?.blockers).toMatchObject([{ kind: 'once' }, { kind: 'step', step: { name: 'b' } }, { kind: 'notices', step: { name: 'b' }, count: 2 }]);
  expect(spec.unusedSteps).toEqual(['unused']);
});

it('makes every order of the steps when none is named, that of the sessions first', () => {
  const { sessions } = parseSpec('session s step a1 { } step a2 { } session t step b { }');
  const orders = Array.from(everySchedule(sessions), (order) => order.map(({ step }) => step.name).join(' '));
  expect(orders).toEqual(['a1 a2 b', 'a1 b a2', 'b a1 a2']);
});
