import { masks } from '../../../src/dialogues/clean/masks.ts';
import { ruleCases } from './cases.ts';

ruleCases(
  masks,
  [
    ['# PhoneNumber #로, #adress#에 #Date of Birth#', '#PhoneNumber#로, #Address#에 #DateOfBirth#', 3],
    ['＃ＳＳＮ＃, #passport number# CardNumber를', '#SSN#, #PassportNumber# #CardNumber#를', 3],
    ['#CarNumber, Email#', '#CarNumber#, #Email#', 2],
    ['#CadNumber# #Person1# Email me', '#CadNumber# #Person1# Email me', 0],
  ],
  ['#Email#', '#', 'Email', 'PhoneNumber', '# SSN #', '#Person1#', 'CarNumber', '＃'],
);
