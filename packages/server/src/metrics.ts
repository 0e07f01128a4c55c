/** What the server counts about itself, and hears from the pipeline; read by `/metrics`. */

/** What a pipeline says about its own work since it began; times in milliseconds. */
export interface PipelineFigures {
  readonly batches: number;
  readonly packets: number;
  /** Spent on taking in packets. */
  readonly feedTime: number;
  /** The longest that one batch took. */
  readonly longestFeed: number;
}

export class ServerMetrics {
  /** Answers by route and status, e.g. `GET /api/v1/top 200`; the routes are a fixed list. */
  readonly requests: Map<string, number> = new Map();
  /** Pages that are live now. */
  streams = 0;
  framesSent = 0;
  frameBytesSent = 0;
  /** Grants that were ignored because the page was owed enough frames already. */
  grantsIgnored = 0;

  countRequest(route: string, status: number): void {
    const key = `${route} ${status}`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
  }
}
