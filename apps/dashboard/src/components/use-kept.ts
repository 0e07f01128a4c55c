import { useEffect, useRef } from "react";

/** The last value that was known, while the next one is waited for. */
export function useKept<T>(value: T | undefined, waiting: boolean): T | undefined {
  const kept = useRef(value);
  useEffect(() => {
    if (value !== undefined || !waiting) kept.current = value;
  }, [value, waiting]);
  return value ?? (waiting ? kept.current : undefined);
}
