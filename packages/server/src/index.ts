/** HTTP, WebSocket, authentication and metrics. */
export { DEFAULT_PORT, type ServerConfig } from "./config.ts";
export { ServerError, type ServerErrorCode } from "./errors.ts";
export { type PipelineFigures, ServerMetrics } from "./metrics.ts";
export type { Problem, ProblemCode } from "./problem.ts";
export { Server, type ServerAddress, type ServerDependencies } from "./root.ts";
