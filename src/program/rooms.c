/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert.h"
#include "asset/asset.h"
#include "compliance/compliance.h"
#include "counter/counter.h"
#include "exchange/exchange.h"
#include "incident/command.h"
#include "incident/deployment.h"
#include "incident/document.h"
#include "incident/incident.h"
#include "incident/review.h"
#include "incident/talk.h"
#include "notice/notice.h"
#include "obligation/obligation.h"
#include "people/people.h"
#include "program/program.h"
#include "report/report.h"

const struct action *const revere_rooms[] = {
    report_actions,        mail_actions,
    receipt_actions,       incident_actions,
    life_actions,          access_actions,
    coordinator_actions,   team_actions,
    document_actions,      review_actions,
    corrective_actions,    weakness_actions,
    communication_actions, contact_record_actions,
    request_actions,       report_room_actions,
    obligation_actions,    setting_actions,
    notice_actions,        people_actions,
    reading_actions,       role_actions,
    session_actions,       asset_actions,
    attachment_actions,    alert_actions,
    alert_watch_actions,   exchange_actions,
    figure_actions,        counter_actions,
    alarm_actions,         demo_actions,
    office_actions,        proposal_actions,
    direction_actions,     command_actions,
    deployment_actions,    NULL,
};
