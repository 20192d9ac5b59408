// Import: files with their plans, the history of imports, and the CSV mappings that are remembered.
import { FileUp, Upload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { call, transport } from '@/api/client';
import { useAsk } from '@/api/hooks';
import { go, useAddress } from '@/app/address';
import { offerFiles, takeFiles, useWaitingFiles } from '@/app/drops';
import { useShortcuts } from '@/app/shortcuts';
import { toastError } from '@/app/toasts';
import { Button } from '@/parts/Button';
import { ProgressBar } from '@/parts/Progress';
import { EmptyState, PageHeader } from '@/parts/States';
import { Tabs } from '@/parts/Tabs';
import { m } from '@/messages';
import { FileCard } from './FileCard';
import { addFiles, addPath, cancel, clearFiles, commitAll, useFlow } from './flow';
import { History } from './History';
import css from './import.module.css';
import { Mappings } from './Mappings';
import { Summary } from './Summary';

export default function Import() {
  const { params } = useAddress();
  const waiting = useWaitingFiles();
  useEffect(() => {
    if (waiting.length > 0) addFiles(takeFiles());
  }, [waiting]);
  const tab = params['tab'] ?? 'files';
  return (
    <div className={css.screen}>
      <PageHeader title={m.import_title()} about={m.import_about()}>
        <Choose />
      </PageHeader>
      <div className={css.body}>
        <Tabs
          label={m.import_title()}
          value={tab}
          onChange={next => go('import', { tab: next === 'files' ? null : next })}
          tabs={[
            { value: 'files', label: m.import_tab_files() },
            { value: 'history', label: m.import_tab_history() },
            { value: 'mappings', label: m.import_tab_mappings() },
          ]}
        >
          {tab === 'history' ? <History /> : tab === 'mappings' ? <Mappings /> : <Files />}
        </Tabs>
      </div>
    </div>
  );
}

function Choose() {
  const field = useRef<HTMLInputElement>(null);
  const choose = async () => {
    const { chooseFiles } = transport();
    if (!chooseFiles) field.current?.click();
    else offerFiles(await chooseFiles());
  };
  useShortcuts([
    {
      keys: 'o',
      label: m.import_choose(),
      scope: m.import_title(),
      run: () => void choose().catch(toastError),
    },
  ]);
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label={m.import_choose()}
        onChange={event => {
          offerFiles([...(event.target.files ?? [])].map(file => ({ name: file.name, file })));
          event.target.value = '';
        }}
      />
      <Button icon={<FileUp size={16} aria-hidden />} onClick={() => void choose().catch(toastError)}>
        {m.import_choose()}
      </Button>
    </>
  );
}

function Files() {
  const { files, progress, busy } = useFlow();
  const ready = files.filter(file => file.state === 'planned');
  const done = files.filter(file => file.results.length > 0);
  const commit = () => {
    if (ready.length > 0 && !busy) void commitAll();
  };
  useShortcuts([
    {
      keys: 'mod+enter',
      label: m.import_commit_short(),
      scope: m.import_title(),
      inFields: true,
      run: commit,
    },
  ]);
  if (files.length === 0) return <Nothing />;
  // What may be a row that is there is added too, unless it is merged.
  const fresh = ready
    .flatMap(file => file.planned?.plans ?? [])
    .reduce((sum, plan) => sum + plan.new + plan.doubtful - plan.merged, 0);
  return (
    <div className={css.files}>
      {done.length > 0 && <Summary files={done} />}
      {files
        .filter(file => file.state !== 'done')
        .map(file => (
          <FileCard key={file.key} file={file} />
        ))}
      <div className={css.bar}>
        {busy ? (
          <ProgressBar progress={progress} onCancel={cancel} />
        ) : (
          <>
            <Button kind="quiet" onClick={() => void clearFiles()}>
              {ready.length === 0 && done.length > 0 ? m.import_clear_done() : m.import_clear()}
            </Button>
            {ready.length > 0 && (
              <Button kind="primary" onClick={commit}>
                {m.import_commit({ count: fresh })}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function Nothing() {
  const status = useAsk('book.status', {});
  const example = async () => addPath((await call('file.stage_sample', {})).path);
  return (
    <EmptyState
      icon={Upload}
      title={m.import_empty_title()}
      action={
        status.data?.sample && (
          <Button onClick={() => void example().catch(toastError)}>{m.import_example()}</Button>
        )
      }
    >
      {m.import_empty_text()}
    </EmptyState>
  );
}
