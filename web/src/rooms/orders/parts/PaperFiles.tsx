import { Button } from '@mantine/core';
import { Icon } from '../../../ui/Icon.tsx';
import { type Paper, paperFile } from '../api.ts';
import { text } from '../paperText.ts';
import { take } from './files.ts';
import classes from './orders.module.css';

/** The bytes that were issued, for people and for machines. */
export function PaperFiles({ paper: { id, number, has_xml: xml } }: { paper: Paper }) {
  const get = (form: 'pdf' | 'xml') => take(() => paperFile(id, form), `${number.replaceAll('/', '-')}.${form}`);
  return (
    <span className={classes.files}>
      <Button size="xs" leftSection={<Icon name="download" />} aria-label={text.getPdf(number)} onClick={() => get('pdf')}>{text.pdf}</Button>
      {xml && <Button size="xs" aria-label={text.getXml(number)} onClick={() => get('xml')}>{text.xml}</Button>}
    </span>
  );
}
