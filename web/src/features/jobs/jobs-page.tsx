import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { usePageTitle } from "@/lib/use-page-title";
import { jobs as t } from "@/texts/jobs";
import { jobsQuery, useLiveJobs } from "./api";
import { InstallDialog } from "./install-dialog";
import { InstalledPanel } from "./installed/installed-panel";
import { JobRow } from "./job-row";

/** Models on their way onto the nodes, and what became of the earlier ones. */
export function JobsPage() {
  usePageTitle(t.title);
  useLiveJobs();
  const jobs = useQuery(jobsQuery);
  const [installing, setInstalling] = useState(false);
  const install = (
    <Button onClick={() => setInstalling(true)}>
      <Download aria-hidden />
      {t.install}
    </Button>
  );
  return (
    <>
      <Panel title={t.title} hint={t.hint} actions={jobs.data?.length ? install : null}>
        <Loaded query={jobs}>
          {(list) =>
            list.length === 0 ? (
              <Empty icon={<Download aria-hidden />} title={t.empty} hint={t.emptyHint} action={install} />
            ) : (
              <ul aria-label={t.title} className="divide-y rounded-2xl border bg-card">
                {list.map((job) => (
                  <JobRow key={job.id} job={job} />
                ))}
              </ul>
            )
          }
        </Loaded>
        <InstallDialog open={installing} onClose={() => setInstalling(false)} />
      </Panel>
      <InstalledPanel />
    </>
  );
}
