import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { sso } from "@/texts/sso";
import { type Provider, type TestResult, testProvider } from "./api";

type Props = { provider: Provider; onEdit: () => void; onRemove: () => void };

export function ProviderCard({ provider, onEdit, onRemove }: Props) {
  const t = sso.admin;
  const { name, issuer, enabled, users, redirectAddress } = provider;
  const { run, busy, problem } = useSubmit();
  const [result, setResult] = useState<TestResult | null>(null);
  const test = () => run(async () => setResult(await testProvider(provider.id)));
  return (
    <li className="rounded-2xl border bg-card px-4 py-4 sm:px-5">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="flex flex-wrap items-center gap-2 font-semibold">
            <span className="[overflow-wrap:anywhere]">{name}</span>
            <Badge tone={enabled ? "good" : "plain"}>{enabled ? t.on : t.off}</Badge>
          </h3>
          <p dir="ltr" className="text-start text-sm text-muted-foreground [overflow-wrap:anywhere]">
            {issuer}
          </p>
        </div>
        <div className="flex">
          <IconButton label={`${manage.common.edit}: ${name}`} onClick={onEdit}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={`${manage.common.remove}: ${name}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      </div>
      <dl className="mt-3 grid gap-x-6 gap-y-2 text-sm sm:grid-cols-2">
        <div>
          <dt className="text-xs text-muted-foreground">{t.newAccounts}</dt>
          <dd>{t.newAccountsOf[provider.newAccounts]}</dd>
        </div>
        <div>
          <dt className="text-xs text-muted-foreground">{t.rules}</dt>
          <dd>{provider.rules.length || manage.common.none}</dd>
        </div>
        <div className="sm:col-span-2">
          <dt className="text-xs text-muted-foreground">{t.redirect}</dt>
          <dd className="flex items-center gap-2">
            <code dir="ltr" className="min-w-0 text-start text-[0.8125rem] [overflow-wrap:anywhere]">
              {redirectAddress}
            </code>
            <CopyButton value={redirectAddress} label={t.copy} />
          </dd>
        </div>
      </dl>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button variant="outline" size="sm" disabled={busy} onClick={() => void test()}>
          {t.test}
        </Button>
        <span className="text-sm text-muted-foreground">{t.users(users)}</span>
      </div>
      {problem && (
        <Notice tone="danger" className="mt-3">
          {problem.message}
        </Notice>
      )}
      {result && !problem && (
        <div role="status" className="mt-3">
          <Notice tone={result.works ? "plain" : "signal"}>
            {result.works ? t.works(result.keys) : t.fails(t.reasons[result.reason ?? ""] ?? result.reason ?? "")}
          </Notice>
        </div>
      )}
    </li>
  );
}
