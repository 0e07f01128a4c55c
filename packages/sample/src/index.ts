/** Realistic generated traffic for demonstrations and tests. */
export {};
