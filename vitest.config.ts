import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@wirescope/source"] },
  ssr: { resolve: { conditions: ["@wirescope/source", "node"] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.{ts,tsx}"],
        },
      },
      {
        extends: true,
        test: {
          name: "system",
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: ["tests/**/*.test.ts"],
        },
      },
    ],
  },
});
