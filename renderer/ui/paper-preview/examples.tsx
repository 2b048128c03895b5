import type { ExampleSet } from '../example.ts';
import { PaperPreview } from './paper-preview.tsx';

export const paperPreviewExamples: ExampleSet = {
  component: 'paper-preview',
  examples: [
    {
      name: 'certificate',
      Show: ({ say }) => (
        <PaperPreview label={say('社会保险缴费证明，预览', 'Certificate of contributions, preview')}>
          <h2>{say('社会保险缴费证明', 'Certificate of Contributions')}</h2>
          <p>
            {say(
              '　　兹证明王*梅（公民身份号码 3702**********0027）在青岛市参加社会保险，缴费情况如下：',
              'This is to certify that 王*梅 (ID 3702**********0027) is insured in Qingdao as follows:',
            )}
          </p>
          <table>
            <thead>
              <tr>
                <th>{say('险种', 'Scheme')}</th>
                <th>{say('起止年月', 'From, to')}</th>
                <th>{say('月数', 'Months')}</th>
                <th>{say('状态', 'Status')}</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>{say('企业职工基本养老保险', 'Pension')}</td>
                <td>{say('2009-07 至 2026-10', '2009-07 to 2026-10')}</td>
                <td>{'208'}</td>
                <td>{say('参保缴费', 'Active')}</td>
              </tr>
            </tbody>
          </table>
        </PaperPreview>
      ),
    },
  ],
};
