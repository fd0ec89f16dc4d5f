export const SERIES_RANGES = ["1h", "6h", "24h", "7d", "30d", "1y"] as const;
