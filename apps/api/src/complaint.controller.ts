import { Controller, Get, Headers, Inject, Param } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LEDGER, type Zelian } from '#zelian';

/** What informants ask: nothing is noted of who asks, and nothing is told of whom it is about. */
@ApiTags('complaints 举报')
@Controller('complaints')
export class ComplaintController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Get('receipts/:complaint')
  @ApiHeader({ name: 'x-receipt-code', description: 'the code that the informant was given; a header, so that no log of addresses has it' })
  @ApiOperation({ summary: 'what became of a complaint, and the proof that it is in the log, for who holds the code of its receipt' })
  receipt(@Param('complaint') complaint: string, @Headers('x-receipt-code') code: string | undefined) {
    return this.zelian.cases.complaintReceipt(complaint, code ?? '');
  }
}
