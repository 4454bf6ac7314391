// Every shared part in every state, for those who build; not part of a build.
import { Card } from '../../ui/Card.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { text } from '../text.ts';
import { Changes } from './Changes.tsx';
import { Charts, Files, Previews } from './Larger.tsx';
import { Buttons, Colours, MoneyAndTime, States, Strip } from './Facts.tsx';
import { Forms } from './Forms.tsx';
import classes from './Gallery.module.css';
import { Confirms, Empties, Menus, Toasts } from './Layers.tsx';
import { Shops } from './Shops.tsx';
import { Small } from './Small.tsx';
import { Table } from './Table.tsx';

export default function GalleryScreen() {
  return (
    <>
      <PageHead title={text.gallery} facts="Every shared part in every state." />
      <div className={classes.stack}>
        <Strip />
        <div className={classes.columns}>
          <Card title="States"><States /></Card>
          <Card title="Buttons" sub="one filled button a layer"><Buttons /></Card>
          <Card title="Money and time"><MoneyAndTime /></Card>
          <Card title="Form" sub="errors at the field" padded><Forms /></Card>
          <Card title="Menus and popovers" padded><Menus /></Card>
          <Card title="Toasts" sub="5 s, stay while hovered" padded><Toasts /></Card>
          <Card title="Confirm what cannot be undone"><Confirms /></Card>
          <Card title="File drop" padded><Files /></Card>
          <Card title="Small things" padded><Small /></Card>
          <Empties />
          <Card title="Colours"><Colours /></Card>
        </div>
        <Card title="Shops" padded><Shops /></Card>
        <Table />
        <Charts />
        <Previews />
        <Card title="What a change says" padded><Changes /></Card>
      </div>
    </>
  );
}
