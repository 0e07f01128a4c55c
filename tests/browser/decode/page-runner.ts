/** Runs test files in a page and leaves what became of them where the test outside finds it. */

import { FILES } from "virtual:test-files";
import { startTests, type Task, type VitestRunner, type VitestRunnerConfig } from "@vitest/runner";
import type { PageReport } from "./page-report.ts";

/** Milliseconds; the page has one thread, which other tests of the run may slow down. */
const TIMEOUT = 120_000;

const CONFIG: VitestRunnerConfig = {
  root: "/",
  setupFiles: [],
  name: "page",
  passWithNoTests: false,
  testNamePattern: undefined,
  allowOnly: false,
  sequence: { seed: 1, hooks: "stack", setupFiles: "list" },
  chaiConfig: undefined,
  maxConcurrency: 1,
  testTimeout: TIMEOUT,
  hookTimeout: TIMEOUT,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
};

const RUNNER: VitestRunner = {
  config: CONFIG,
  importFile: async (path) => {
    await FILES[path]?.();
  },
};

function count(tasks: readonly Task[], file: string, report: PageReport): void {
  for (const task of tasks) {
    if (task.type === "suite") {
      count(task.tasks, file, report);
    } else if (task.result?.state === "pass") {
      report.passed += 1;
    } else if (task.mode === "skip" || task.result?.state === "skip") {
      report.skipped += 1;
    } else {
      const reason = task.result?.errors?.[0]?.message ?? "did not run";
      report.failures.push(`${file}: ${task.name}: ${reason}`);
    }
  }
}

async function run(): Promise<PageReport> {
  const report: PageReport = { passed: 0, skipped: 0, failures: [] };
  const files = await startTests(Object.keys(FILES), RUNNER);
  for (const file of files) {
    count(file.tasks, file.filepath, report);
    const error = file.result?.errors?.[0];
    if (error !== undefined) report.failures.push(`${file.filepath}: ${error.message}`);
    else if (file.tasks.length === 0) report.failures.push(`${file.filepath}: has no tests`);
  }
  return report;
}

Object.assign(globalThis, { testReport: run() });
