// The whole book in another format, as a file.
import { useState } from 'react';
import { transport } from '@/api/client';
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Field, TextField } from '@/parts/Field';
import { Card, ErrorState } from '@/parts/States';
import { sizeText } from './sizes';
import css from './settings.module.css';

const ENDINGS: Readonly<Record<string, string>> = {
  csv: 'csv',
  json: 'json',
  beancount: 'beancount',
  hledger: 'journal',
};

export function Export() {
  const [format, setFormat] = useState('csv');
  const [path, setPath] = useState('');
  const status = useAsk('book.status', {});
  const write = useAct('book.export');
  const { chooseTarget } = transport();
  const saveAs = async () => {
    const target = await chooseTarget?.(`${status.data?.name ?? 'valorize'}.${ENDINGS[format] ?? format}`);
    if (target) write.mutate({ format, path: target });
  };
  return (
    <Card title={m.settings_export()}>
      <p className={css.about}>{m.settings_export_about()}</p>
      <Field label={m.settings_export_format()}>
        {({ id }) => (
          <Select
            id={id}
            value={format}
            options={[
              { value: 'csv', label: m.settings_export_csv() },
              { value: 'json', label: m.settings_export_json() },
              { value: 'beancount', label: 'Beancount' },
              { value: 'hledger', label: 'hledger' },
            ]}
            onChange={setFormat}
          />
        )}
      </Field>
      {!chooseTarget && (
        <TextField
          label={m.settings_export_path()}
          hint={m.settings_export_path_hint()}
          value={path}
          onChange={setPath}
        />
      )}
      <div className={css.row}>
        <Button
          kind="primary"
          disabled={write.isPending}
          onClick={() =>
            chooseTarget
              ? void saveAs().catch(toastError)
              : write.mutate({ format, path: path.trim() === '' ? null : path })
          }
        >
          {chooseTarget ? m.settings_export_choose() : m.settings_export_write()}
        </Button>
      </div>
      {write.isError && <ErrorState error={write.error} />}
      {write.data && (
        <output>
          {m.settings_exported({ size: sizeText(write.data.bytes) })}{' '}
          <span className={css.path}>{write.data.path}</span>
        </output>
      )}
    </Card>
  );
}
