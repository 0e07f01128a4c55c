import type { Advice, Status } from "@wirescope/query";
import { type ReactNode, useState } from "react";
import { CopyButton } from "../components/copy-button.tsx";
import { useDashboard } from "../components/dashboard-context.ts";
import { OpenFileButton } from "../components/open-file-button.tsx";
import { useStore } from "../state/use-store.ts";
import "./no-permission.css";

/**
 * Capture is not possible yet: why, the lines that change it, and what works without. The commands
 * are text to copy; the page never runs them. It starts by itself when the server says so.
 */
export function NoPermission({ status }: { readonly status: Status }): ReactNode {
  const dashboard = useDashboard();
  const { startDemo } = useStore(dashboard.active);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [first, ...others] = status.advice;
  return (
    <div className="no-permission">
      <h1>Packet capture needs permission</h1>
      <p className="no-permission-why">
        {status.problem ?? "The system does not let this program see packets yet."}
      </p>
      <div className="no-permission-columns">
        <section aria-label="How to allow it">
          {first !== undefined && <AdviceBlock advice={first} />}
          {others.map((advice) => (
            <details key={advice.title} className="panel advice-more">
              <summary>{advice.title}</summary>
              <AdviceLines advice={advice} />
            </details>
          ))}
          <p className="no-permission-wait" role="status">
            Checked again every 2 seconds; the page starts by itself.
          </p>
        </section>
        <section className="panel no-permission-else" aria-label="Without capturing">
          <h2>Meanwhile</h2>
          <p>
            Capture files work without any permission. They are read here and stay in this browser.
          </p>
          <OpenFileButton className="button button-primary" label="Open a capture file">
            Open a capture file
          </OpenFileButton>
          {startDemo !== undefined && (
            <>
              <p>Or look around in recorded traffic, replayed as if it were live.</p>
              <button
                type="button"
                className="button"
                onClick={() => {
                  startDemo().then(
                    () => void dashboard.poll.refresh(),
                    (error: Error) => setFailure(error.message),
                  );
                }}
              >
                See a recorded sample
              </button>
            </>
          )}
          {failure !== undefined && <p role="alert">The sample did not start: {failure}</p>}
        </section>
      </div>
    </div>
  );
}

function AdviceBlock({ advice }: { readonly advice: Advice }): ReactNode {
  return (
    <section className="panel advice" aria-label={advice.title}>
      <h2>{advice.title}</h2>
      <AdviceLines advice={advice} />
    </section>
  );
}

function AdviceLines({ advice }: { readonly advice: Advice }): ReactNode {
  return (
    <>
      <ul className="advice-lines">
        {advice.lines.map((line) => (
          <li key={line}>
            <code>{line}</code>
            <CopyButton text={line} label={`Copy ${line}`} />
          </li>
        ))}
      </ul>
      {advice.note !== undefined && <p className="advice-note">{advice.note}</p>}
    </>
  );
}
