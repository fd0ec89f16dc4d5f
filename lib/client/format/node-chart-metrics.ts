/** What a node's charts show; server and browser ask for the same, so that the first answer fits. */
export const NODE_CHART_METRICS = [
  "cpuFraction",
  "ioWaitFraction",
  "memoryUsedBytes",
  "swapUsedBytes",
  "loadAverageOneMinute",
  "netInBytesPerSecond",
  "netOutBytesPerSecond",
  "pressureCpuSomeFraction",
  "pressureIoSomeFraction",
  "pressureMemorySomeFraction",
  "penaltyPoints",
] as const;
