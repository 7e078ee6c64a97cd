"""The Catalog item of GB/T 28181-2016, as software and articles quote it.

The standard's own pages were not at hand: every field is `Certainty.SECONDARY`.
"""

from functools import partial

from gb28181 import catalog_values as values
from gb28181.catalog_field import Certainty, Field, FieldLevel, Requirement

__all__ = ["FIELDS_2016"]

_secondary = partial(Field, certainty=Certainty.SECONDARY)
_item = partial(_secondary, level=FieldLevel.ITEM)
_info = partial(_secondary, level=FieldLevel.INFO)

_IDENTITY_FIELDS = (
    _item("DeviceID", Requirement.MANDATORY, domain=values.ITEM_ID),
    _item("Name", Requirement.MANDATORY),
    _item("Manufacturer", Requirement.DEVICE),
    _item("Model", Requirement.DEVICE),
    _item("Owner", Requirement.DEVICE),
    _item("CivilCode", Requirement.MANDATORY, domain=values.CIVIL_CODE),
    _item("Block", Requirement.OPTIONAL),
    _item("Address", Requirement.DEVICE),
    _item("Parental", Requirement.DEVICE, domain=values.PARENTAL),
    _item("ParentID", Requirement.MANDATORY, domain=values.ITEM_ID, is_list=True),
)

_ACCESS_FIELDS = (
    _item("SafetyWay", Requirement.OPTIONAL, domain=values.SAFETY_WAY_2016, default="0"),
    _item("RegisterWay", Requirement.MANDATORY, domain=values.REGISTER_WAY_2016, default="1"),
    _item("CertNum", Requirement.CERTIFICATE),
    _item("Certifiable", Requirement.CERTIFICATE, domain=values.CERTIFIABLE_2016),
    _item("ErrCode", Requirement.INVALID_CERTIFICATE),
    _item("EndTime", Requirement.CERTIFICATE),
    _item("Secrecy", Requirement.MANDATORY, domain=values.SECRECY, default="0"),
    _item("IPAddress", Requirement.OPTIONAL, domain=values.IP_ADDRESS_2016),
    _item("Port", Requirement.OPTIONAL),
    _item("Password", Requirement.OPTIONAL),
    _item("Status", Requirement.MANDATORY, domain=values.STATUS),
    _item("Longitude", Requirement.OPTIONAL, domain=values.LONGITUDE, note="datum not known"),
    _item("Latitude", Requirement.OPTIONAL, domain=values.LATITUDE, note="datum not known"),
)

_INFO_FIELDS = (
    _info("PTZType", Requirement.OPTIONAL, domain=values.PTZ_TYPE_2016),
    _info("PositionType", Requirement.OPTIONAL, domain=values.POSITION_TYPE_2016),
    _info("RoomType", Requirement.OPTIONAL, domain=values.ROOM_TYPE, default="1"),
    _info("UseType", Requirement.OPTIONAL, domain=values.USE_TYPE_2016),
    _info(
        "SupplyLightType",
        Requirement.OPTIONAL,
        domain=values.SUPPLY_LIGHT_TYPE_2016,
        default="1",
    ),
    _info("DirectionType", Requirement.OPTIONAL, domain=values.DIRECTION_TYPE),
    _info("Resolution", Requirement.OPTIONAL, is_list=True, note="values of the SDP f line"),
    _info(
        "BusinessGroupID",
        Requirement.OPTIONAL,
        domain=values.DEVICE_ID,
        note="2022 moved it to the item",
    ),
    _info("DownloadSpeed", Requirement.OPTIONAL, is_list=True),
    _info("SVCSpaceSupportMode", Requirement.OPTIONAL),
    _info("SVCTimeSupportMode", Requirement.OPTIONAL),
)

FIELDS_2016 = (*_IDENTITY_FIELDS, *_ACCESS_FIELDS, *_INFO_FIELDS)
