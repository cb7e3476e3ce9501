/** Logs one short line of progress. The command line writes it to stderr; the services themselves never print. */
export type ServiceLog = (line: string) => void;
