/** What the charts of a guest show. */
export const GUEST_CHART_METRICS = [
  "cpuFraction",
  "memoryUsedBytes",
  "memoryHostBytes",
  "diskReadBytesPerSecond",
  "diskWriteBytesPerSecond",
  "netInBytesPerSecond",
  "netOutBytesPerSecond",
] as const;

/** How many points a line of them has at most. */
export const GUEST_CHART_POINTS = 240;
