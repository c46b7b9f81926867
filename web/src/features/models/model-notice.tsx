import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { RetryButton } from "@/components/ui/retry-button";
import { ApiError } from "@/lib/api-error";
import { text } from "@/texts/text";
import type { useModelChoice } from "./choice";

type Props = { choice: ReturnType<typeof useModelChoice>; className?: string };

/** What one should know about the chosen model before asking it anything. */
export function ModelNotice({ choice: { models, name, model, missing }, className = "" }: Props) {
  if (models.isError) {
    const retryAt = models.error instanceof ApiError ? models.error.retryAt : null;
    return (
      <Notice
        tone="danger"
        className={className}
        actions={<RetryButton retryAt={retryAt} onClick={() => void models.refetch()} />}
      >
        {text.models.failed}. {models.error.message}
      </Notice>
    );
  }
  if (models.data?.length === 0)
    return (
      <Notice tone="signal" className={className} actions={<GetModel />}>
        <strong className="font-semibold">{text.models.none}.</strong> {text.models.noneHint}
      </Notice>
    );
  if (missing)
    return (
      <Notice
        tone="signal"
        className={className}
        actions={
          <Link to="/settings/privacy" className={buttonStyles({ variant: "outline", size: "sm" })}>
            {text.models.toPrivacy}
          </Link>
        }
      >
        <strong className="font-semibold">{text.models.gone(name ?? "")}</strong> {text.models.goneHint}
      </Notice>
    );
  if (model?.demo)
    return (
      <Notice tone="signal" className={className} actions={<GetModel />}>
        <strong className="font-semibold">{text.models.demoTitle}.</strong> {text.models.demoHint}
      </Notice>
    );
  if (model?.dataLeavesSite)
    return (
      <Notice tone="signal" className={className}>
        <strong className="font-semibold">{text.models.leaves}.</strong> {text.models.leavesHint}
      </Notice>
    );
  return null;
}

function GetModel() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="outline" size="sm" onClick={() => setOpen(true)}>
        {text.models.getReal}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={text.models.howTitle}>
        <p className="text-muted-foreground">{text.models.howIntro}</p>
        <Way title={text.models.howOllama} steps={text.models.howOllamaSteps} command="ollama pull llama3.2" />
        <Way title={text.models.howFile} steps={text.models.howFileSteps} command="data/models/" />
        <Way title={text.models.howServer} steps={text.models.howServerSteps} />
      </Dialog>
    </>
  );
}

function Way({ title, steps, command }: { title: string; steps: string; command?: string }) {
  return (
    <section className="mt-5">
      <h3 className="font-semibold">{title}</h3>
      <p className="mt-1 text-muted-foreground">{steps}</p>
      {command && <code className="mt-2 block rounded-lg border bg-muted px-3 py-2 font-mono text-sm">{command}</code>}
    </section>
  );
}
