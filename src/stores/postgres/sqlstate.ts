/** The SQLSTATEs that Stampede distinguishes. Source: PostgreSQL manual, appendix A. */
export const SQLSTATE = {
  uniqueViolation: '23505',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  lockNotAvailable: '55P03',
  inFailedTransaction: '25P02',
  adminShutdown: '57P01',
  crashShutdown: '57P02',
  cannotConnectNow: '57P03',
  queryCanceled: '57014',
  protocolViolation: '08P01',
  tooManyConnections: '53300',
  diskFull: '53100',
  outOfMemory: '53200',
  ioError: '58030',
} as const;
