/** `14:03:29`. @param micros since 1970-01-01T00:00:00Z. */
export declare function formatClock(micros: number): string;
/** `14:03:29.275481`. @param micros since 1970-01-01T00:00:00Z. */
export declare function formatClockMicros(micros: number): string;
/** `22 Nov 2026`, for moments that are not of today. */
export declare function formatDate(micros: number): string;
export declare function isSameDay(a: number, b: number): boolean;
/** ISO 8601 in UTC with microseconds, as it is copied. */
export declare function formatIso(micros: number): string;
/** Microseconds since 1970 of an ISO 8601 time with up to nine decimals; NaN when it is none. */
export declare function parseIso(text: string): number;
/** `18 ms`, `1.24 s`, `42 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export declare function formatDuration(seconds: number): string;
//# sourceMappingURL=time.d.ts.map
