import type { LabSnapshot } from '@/lab/lab-session';
import { transcript } from '@/lab/transcript';

/** What has happened in a lab, as text that ends without a line break. */
export const labTranscript = ({ setup, moves, verdict }: LabSnapshot): string => transcript(setup, moves, verdict).join('\n');
