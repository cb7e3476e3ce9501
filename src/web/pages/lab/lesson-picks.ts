import type { Lesson } from '@/domain/lesson';
import type { PickerGroup } from '@/web/parts/controls/picker';

export const FREE_PLAY = '';

export const lessonPicks = (lessons: readonly Lesson[]): PickerGroup[] => [
  { title: null, items: [{ value: FREE_PLAY, label: 'Free play', hint: 'Every move is yours.' }, ...lessons.map(({ name, title }, index) => ({ value: name, label: `${index + 1}. ${title}` }))] },
];
