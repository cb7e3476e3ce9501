import { describe, expect, test } from 'vitest';
import { encodeSse, resumePoint } from './sse';

describe('server-sent events', () => {
  test('writes id, event and data, and ends with an empty line', () => {
    expect(encodeSse({ id: 7, event: 'run', data: '{"a":1}' })).toBe('id: 7\nevent: run\ndata: {"a":1}\n\n');
  });

  test('never lets a line break in the data end the message', () => {
    expect(encodeSse({ data: 'a\nb\r\nc' })).toBe('data: a\ndata: b\ndata: c\n\n');
  });

  test.each([
    ['7', '', 7],
    [null, '?after=5', 5],
    ['9', '?after=5', 9],
    [null, '', 0],
    ['-3', '', 0],
    ['1e99', '', 0],
    ['seven', '', 0],
    ['0x10', '', 0],
    ['1e2', '', 0],
    ['+5', '', 0],
    ['5.0', '', 0],
    ['', '?after=5', 0],
    ['999999999999999', '', 999_999_999_999_999],
    ['1000000000000000', '', 0],
    [null, '?after=0x10', 0],
    [null, '?after=5&after=6', 0],
  ])('resumes with Last-Event-ID %s and query "%s" at %i', (header, query, seq) => {
    const request = new Request(`http://localhost/events${query}`, { headers: header === null ? {} : { 'last-event-id': header } });
    expect(resumePoint(request)).toBe(seq);
  });
});
