import type { LabSnapshot } from './lab-session';
import { transcript } from './transcript';

/** What has happened in a lab, as text that ends without a line break. */
export const labTranscript = ({ setup, moves, verdict }: LabSnapshot): string => transcript(setup, moves, verdict).join('\n');
