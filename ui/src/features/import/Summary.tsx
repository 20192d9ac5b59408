// What an import did: per account what is new, with a way back and the next step.
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { ImportedView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { toast, toastError } from '@/app/toasts';
import { Button } from '@/parts/Button';
import { m } from '@/messages';
import type { ImportFile } from './flow';
import css from './import.module.css';
import { ProofBadge } from './Proof';
import { useSuggesting } from './suggesting';

export function Summary({ files }: { files: readonly ImportFile[] }) {
  const effect = useAsk('suggestion.threshold_effect', {});
  const suggesting = useSuggesting();
  const waiting = effect.data?.waiting ?? 0;
  return (
    <section className={css.summary} aria-label={m.import_done()}>
      <header className={css.cardHead}>
        <CircleCheck size={18} aria-hidden />
        <h2>{m.import_done()}</h2>
      </header>
      <ul>
        {files.flatMap(file =>
          file.results.map(result => <Done key={result.batch} result={result} file={file.name} />),
        )}
      </ul>
      <div className={css.row}>
        <Button kind="primary" disabled={waiting === 0} onClick={() => go('review')}>
          {suggesting.running && waiting === 0 ? m.import_suggesting() : m.import_review({ count: waiting })}
        </Button>
        <Button onClick={() => go('register')}>{m.import_see_register()}</Button>
      </div>
    </section>
  );
}

function Done({ result, file }: { result: ImportedView; file: string }) {
  const undo = useAct('import.undo');
  const [undone, setUndone] = useState(false);
  const takeBack = () =>
    undo.mutate(
      { batch: result.batch },
      {
        onSuccess: () => {
          setUndone(true);
          toast({ text: m.import_undone({ file }) });
        },
        onError: toastError,
      },
    );
  return (
    <li className={css.result}>
      <strong>{result.account}</strong>
      <span>{m.import_result({ added: result.added, known: result.known, merged: result.merged })}</span>
      <ProofBadge proof={result.proof} />
      <span className={css.grow} />
      <span className={css.muted}>{file}</span>
      {undone ? (
        <span className={css.muted}>{m.import_taken_back()}</span>
      ) : (
        <Button size="small" disabled={undo.isPending} onClick={takeBack}>
          {m.shell_undo()}
        </Button>
      )}
    </li>
  );
}
