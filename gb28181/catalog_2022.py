"""The Catalog item of GB/T 28181-2022, A.2.1.9 itemType, in the order of the standard.

The comments of the schema decide what is mandatory, not its minOccurs: ``Info`` is optional
there while GrassrootsCode and PointType inside it are 必选, and Longitude and Latitude are
conditional without minOccurs="0".  ParentID is held to deviceIDType, so a division passes
although the parents in Annex J's examples are all 20 digits.
"""

from functools import partial

from gb28181 import catalog_values as values
from gb28181.catalog_field import Certainty, Field, FieldLevel, Requirement, Subject

__all__ = ["FIELDS_2022"]

_item = partial(Field, level=FieldLevel.ITEM)
_info = partial(Field, level=FieldLevel.INFO)
_camera = partial(_info, requirement=Requirement.OPTIONAL, subject=Subject.CAMERA)

_ITEM_FIELDS = (
    _item("DeviceID", Requirement.MANDATORY, domain=values.ITEM_ID),
    _item("Name", Requirement.MANDATORY, note="no longest length in the schema"),
    _item("Manufacturer", Requirement.DEVICE),
    _item("Model", Requirement.DEVICE),
    _item("CivilCode", Requirement.MANDATORY, domain=values.CIVIL_CODE),
    _item("Block", Requirement.OPTIONAL, note="a GA/T 380 code in the example of Annex J"),
    _item("Address", Requirement.DEVICE),
    _item("Parental", Requirement.DEVICE, domain=values.PARENTAL),
    _item("ParentID", Requirement.DEVICE, domain=values.ITEM_ID, is_list=True),
    _item("RegisterWay", Requirement.MANDATORY, domain=values.REGISTER_WAY, default="1"),
    _item("SecurityLevelCode", Requirement.OPTIONAL, domain=values.SECURITY_LEVEL),
    _item("Secrecy", Requirement.MANDATORY, domain=values.SECRECY, default="0"),
    _item("IPAddress", Requirement.OPTIONAL, domain=values.IP_ADDRESS),
    _item("Port", Requirement.OPTIONAL),
    _item("Password", Requirement.OPTIONAL),
    _item("Status", Requirement.MANDATORY, domain=values.STATUS),
    _item("Longitude", Requirement.POINT_TYPES_1_2, domain=values.LONGITUDE, note="WGS-84"),
    _item("Latitude", Requirement.POINT_TYPES_1_2, domain=values.LATITUDE, note="WGS-84"),
    _item("BusinessGroupID", Requirement.VIRTUAL_ORGANISATION, domain=values.DEVICE_ID),
)

_CAMERA_FIELDS = (
    _camera("PTZType", domain=values.PTZ_TYPE),
    _camera("PhotoelectricImagingType", domain=values.PHOTOELECTRIC_IMAGING_TYPE, is_list=True),
    _camera("CapturePositionType", domain=values.CAPTURE_POSITION, note="Annex O"),
    _camera("RoomType", domain=values.ROOM_TYPE, default="1"),
    _camera("SupplyLightType", domain=values.SUPPLY_LIGHT_TYPE, default="1"),
    _info(
        "DirectionType",
        Requirement.OPTIONAL,
        domain=values.DIRECTION_TYPE,
        subject=Subject.FIXED_CAMERA,
    ),
    _camera("Resolution", is_list=True, note="values of the SDP f line, Annex G"),
)

_STREAM_FIELDS = (
    _info("StreamNumberList", Requirement.OPTIONAL, is_list=True),
    _info("DownloadSpeed", Requirement.OPTIONAL, is_list=True),
    _info("SVCSpaceSupportMode", Requirement.OPTIONAL, domain=values.SVC_SUPPORT_MODE),
    _info("SVCTimeSupportMode", Requirement.OPTIONAL, domain=values.SVC_SUPPORT_MODE),
    _info("SSVCRatioSupportList", Requirement.OPTIONAL, is_list=True),
    _info("MobileDeviceType", Requirement.MOBILE, domain=values.MOBILE_DEVICE_TYPE),
    _info("HorizontalFieldAngle", Requirement.OPTIONAL, domain=values.FIELD_ANGLE),
    _info("VerticalFieldAngle", Requirement.OPTIONAL, domain=values.FIELD_ANGLE),
    _info("MaxViewDistance", Requirement.OPTIONAL, note="metres"),
)

_SITE_FIELDS = (
    _info("GrassrootsCode", Requirement.MANDATORY, domain=values.GRASSROOTS_CODE, note="E.3"),
    _info("PointType", Requirement.CAMERA, domain=values.POINT_TYPE),
    _info("PointCommonName", Requirement.OPTIONAL),
    _info("MAC", Requirement.OPTIONAL, domain=values.MAC),
    _camera("FunctionType", domain=values.FUNCTION_TYPE, is_list=True),
    _info("EncodeType", Requirement.OPTIONAL, note="values of the SDP f line, Annex G"),
    _info("InstallTime", Requirement.POINT_TYPE_1, domain=values.DATE_TIME),
    _info("ManagementUnit", Requirement.OPTIONAL),
    _info("ContactInfo", Requirement.POINT_TYPE_1, is_list=True),
    _info("RecordSaveDays", Requirement.POINT_TYPE_1, domain=values.RECORD_SAVE_DAYS),
    _info(
        "IndustrialClassification",
        Requirement.OPTIONAL,
        domain=values.INDUSTRIAL_CLASSIFICATION,
        certainty=Certainty.SECONDARY,
        note="a GB/T 4754 code; the field prints no form",
    ),
)

FIELDS_2022 = (*_ITEM_FIELDS, *_CAMERA_FIELDS, *_STREAM_FIELDS, *_SITE_FIELDS)
